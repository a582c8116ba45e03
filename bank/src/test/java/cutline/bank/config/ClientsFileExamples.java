package cutline.bank.config;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Texts of config.json, for the parser and for the schema. */
final class ClientsFileExamples {

  private ClientsFileExamples() {}

  /** A bank of one client, and something in line 2. */
  static String and(String member) {
    return "{\"clients\": [{\"id\": 1, \"host\": \"h\", \"port\": 1}],\n" + member + "}";
  }

  /** A bank whose clients stand from line 2 on. */
  static String clients(String clients) {
    return "{\"clients\": [\n" + clients + "]}";
  }

  private static String many(int count, String host) {
    return clients(
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> "{\"id\": %d, \"host\": \"%s\", \"port\": %d}".formatted(i, host, i))
            .collect(Collectors.joining(",\n")));
  }

  static Stream<String> good() {
    return Stream.of(
        and("\"balance\": 0"),
        and("\"interval\": \"1ns\""),
        and("\"interval\": 86400"),
        and("\"probability\": 0"),
        and("\"probability\": 1"),
        and("\"delay\": \"0s\""),
        and("\"delay\": 0"),
        and("\"delay\": \"0s..5s\""),
        and("\"maxAmount\": 1"),
        and("\"seed\": -7"),
        and("\"transport\": \"tcp\""),
        and("\"transport\": \"udp\""),
        and("\"$schema\": \"\""),
        clients("{\"port\": 65535, \"host\": \"::1\", \"id\": \"東京\", \"balance\": 5}"),
        clients("{\"id\": 0, \"host\": \"h\", \"port\": 1}"),
        clients("{\"id\": 1e0, \"host\": \"h\", \"port\": 9.101e3, \"balance\": 10.0}"),
        many(256, "h"));
  }

  static Stream<Arguments> notJson() {
    String early = "the file ends too early; a quote, } or ] is missing";
    return Stream.of(
        wrong("", "1:1: the file is empty (it should have a JSON object with \"clients\")"),
        wrong(" \r\n\t", "1:1: the file is empty (it should have a JSON object with \"clients\")"),
        wrong("\uFEFF{}", "1:1: begins with a byte order mark; save the file as UTF-8 without one"),
        wrong("{", "1:2: " + early),
        wrong("{\"clients\": [\n  {\"id\": 1,", "2:12: " + early),
        wrong("{\"clients", "1:10: " + early),
        wrong("{\"clients\":", "1:12: " + early),
        wrong("{\"clients\": [1,", "1:16: " + early),
        wrong("{\"clients\": \"\\", "1:15: " + early),
        wrong("{\n  \"a\": 1,\n}", "3:1: remove the comma before this }"),
        wrong("{\"a\": [1,\n]}", "2:1: remove the comma before this ]"),
        wrong("{\"a\": 1\r\n \"b\": 2}", "2:2: a comma or a colon is missing before this \""),
        wrong("{\"a\" 1}", "1:6: a comma or a colon is missing before this 1"),
        wrong("[{}\n{}]", "2:1: a comma or a colon is missing before this {"),
        wrong("[1\n 23]", "2:2: a comma or a colon is missing before this 23"),
        wrong("{\"a\": 1,, \"b\": 2}", "1:9: unexpected \",\""),
        wrong("{,}", "1:2: unexpected \",\""),
        wrong("{\"a\": 🏦}", "1:7: unexpected \"🏦\""),
        wrong("{a: 1}", "1:2: unexpected \"a\""),
        wrong("{'a': 1}", "1:2: unexpected ' (strings stand in double quotes)"),
        wrong("{\"a\": “x”}", "1:7: unexpected \"“\""),
        wrong("// clients\n{}", "1:1: comments are not allowed in JSON"),
        wrong("{\"a\": 1, # one\n \"b\": 2}", "1:10: comments are not allowed in JSON"),
        wrong("{\"a\":\n /* one */ 1}", "2:2: comments are not allowed in JSON"),
        wrong("{} // end", "1:4: comments are not allowed in JSON"),
        wrong("{\"a\": tru}", "1:7: unexpected \"tru\""),
        wrong("{\"a\": True}", "1:7: unexpected \"True\""),
        wrong("{\"a\": NaN}", "1:7: unexpected \"NaN\""),
        wrong("{\"a\": -Infinity}", "1:7: unexpected \"-Infinity\""),
        wrong("{\"a\": 007}", "1:7: unexpected \"007\""),
        wrong("{\"a\": -01}", "1:7: unexpected \"-01\""),
        wrong("{\"a\": 1.}", "1:7: unexpected \"1.\""),
        wrong("{\"a\": .5}", "1:7: unexpected \".5\""),
        wrong("{\"a\": +1}", "1:7: unexpected \"+1\""),
        wrong("{\"a\": -}", "1:7: unexpected \"-\""),
        wrong("{\"a\": 1e}", "1:7: unexpected \"1e\""),
        wrong("{\"a\": 5s}", "1:7: unexpected \"5s\""),
        wrong("{\"a\": 0x10}", "1:7: unexpected \"0x10\""),
        wrong(
            "{\"a\": \"x\ny\"}",
            "1:9: the line ends within a string; its closing quote is missing"),
        wrong("{\"a\": \"\t\"}", "1:8: unexpected control character U+0009"),
        wrong("\u0000", "1:1: unexpected control character U+0000"),
        wrong("{\"a\": \"C:\\dir\"}", "1:10: a string has an unknown escape after this \\"),
        wrong("{\"a\": \"\\u12G4\"}", "1:8: a string has an unknown escape after this \\"),
        wrong("{\"a\": \"\\ud800\"}", "1:7: a string has half a surrogate pair"),
        wrong("{\"a\": 1]", "1:8: unexpected \"]\""),
        wrong("{\"a\": [1}", "1:9: unexpected \"}\""),
        wrong("{} {}", "1:4: something follows after the end; a file has one value"),
        wrong("{}\nx", "2:1: unexpected \"x\""),
        wrong("{}}", "1:3: unexpected \"}\""),
        wrong("{\"a\": " + "1".repeat(1001) + "}", "1:1008: a key or a number is too long"),
        wrong("{\"a\": 1e99999999999}", "1:7: \"a\" has an exponent that is out of range"),
        wrong("[".repeat(20), "1:18: is nested more than 16 levels deep"),
        wrong("{\"a\":".repeat(20), "1:86: is nested more than 16 levels deep"),
        wrong("{\"a\": 1,\n \"a\": 1}", "2:2: the key \"a\" was used in line 1"));
  }

  /** What the schema refuses too. */
  static Stream<Arguments> wrongShape() {
    String known =
        "known are \"$schema\", \"clients\", \"balance\", \"interval\", \"probability\", \"delay\","
            + " \"maxAmount\", \"seed\", \"transport\"";
    return Stream.of(
        wrong("[]", "1:1: the file must be an object, not an array"),
        wrong("\n null", "2:2: the file must be an object, not null"),
        wrong("\"clients\"", "1:1: the file must be an object, not a string"),
        wrong("{}", "1:1: the bank has no \"clients\""),
        wrong(
            and("\"probabilty\": 1"),
            "2:1: unknown key \"probabilty\"; did you mean \"probability\"?"),
        wrong(
            and("\"maxamount\": 1"), "2:1: unknown key \"maxamount\"; did you mean \"maxAmount\"?"),
        wrong(and("\"colour\": 1"), "2:1: unknown key \"colour\"; " + known),
        wrong(and("\"\\n\\u001b\": 1"), "2:1: unknown key \"\\u000a\\u001b\"; " + known),
        wrong(
            and("\"" + "x".repeat(10_000) + "\": 1"),
            "2:1: unknown key \"" + "x".repeat(40) + "…\"; " + known),
        wrong(and("\"$schema\": 1"), "2:12: \"$schema\" must be a string, not 1"),
        wrong("{\"clients\": {}}", "1:13: \"clients\" must be an array, not an object"),
        wrong("{\"clients\": []}", "1:13: \"clients\" must name at least one client"),
        wrong(many(257, "h"), "1:13: \"clients\" has 257 clients, and the most are 256"),
        wrong(clients("7"), "2:1: each of \"clients\" must be an object, not 7"),
        wrong(clients("{\"host\": \"h\", \"port\": 1}"), "2:1: this client has no \"id\""),
        wrong(clients("{\"id\": 3, \"port\": 1}"), "2:1: client 3 has no \"host\""),
        wrong(clients(" {\"id\": 3, \"host\": \"h\"}"), "2:2: client 3 has no \"port\""),
        wrong(
            clients("{\"id\": 3, \"hots\": \"h\", \"port\": 1}"),
            "2:11: unknown key \"hots\"; did you mean \"host\"?"),
        wrong(
            clients("{\"id\": 3, \"name\": \"h\", \"port\": 1}"),
            "2:11: unknown key \"name\"; known are \"id\", \"host\", \"port\", \"balance\""),
        wrong(id("true"), "2:8: \"id\" must be a string or a whole number, not true"),
        wrong(id("-1"), "2:8: \"id\" must be at least 0, not -1"),
        wrong(id("1.5"), "2:8: \"id\" must be a whole number, not 1.5"),
        wrong(
            id("\"\""),
            "2:8: \"id\" must have 1 to 64 characters without white space and control characters"),
        wrong(
            id("\"a b\""),
            "2:8: \"id\" must have 1 to 64 characters without white space and control characters"),
        wrong(
            id("\"a\\nb\""),
            "2:8: \"id\" must have 1 to 64 characters without white space and control characters"),
        wrong(
            id("\"" + "a".repeat(65) + "\""),
            "2:8: \"id\" must have 1 to 64 characters without white space and control characters"),
        wrong(host("127"), "2:19: \"host\" must be a string, not 127"),
        wrong(host("\"\""), "2:19: \"host\" must be a host name or an address, not \"\""),
        wrong(host("\"a b\""), "2:19: \"host\" must be a host name or an address, not \"a b\""),
        wrong(
            host("\"\\r\\n\\u0085\""),
            "2:19: \"host\" must be a host name or an address, not \"\\u000d\\u000a\\u0085\""),
        wrong(port("\"9101\""), "2:32: \"port\" must be a whole number, not a string"),
        wrong(port("null"), "2:32: \"port\" must be a whole number, not null"),
        wrong(port("91.5"), "2:32: \"port\" must be a whole number, not 91.5"),
        wrong(port("0"), "2:32: \"port\" must be between 1 and 65535, not 0"),
        wrong(port("65536"), "2:32: \"port\" must be between 1 and 65535, not 65536"),
        wrong(port("-0.5e1"), "2:32: \"port\" must be between 1 and 65535, not -0.5e1"),
        wrong(
            clients("{\"id\": 1, \"host\": \"h\", \"port\": 1, \"balance\": -5}"),
            "2:46: \"balance\" must be at least 0, not -5"),
        wrong(and("\"balance\": -1"), "2:12: \"balance\" must be at least 0, not -1"),
        wrong(
            and("\"balance\": \"1000\""), "2:12: \"balance\" must be a whole number, not a string"),
        wrong(
            and("\"balance\": 1" + "0".repeat(50)),
            "2:12: \"balance\" must be between 0 and 9223372036854775807, not 1"
                + "0".repeat(39)
                + "…"),
        wrong(and("\"interval\": 0"), "2:13: \"interval\" must be more than 0"),
        wrong(and("\"interval\": -1"), "2:13: \"interval\" must be between 0 and 86400, not -1"),
        wrong(
            and("\"interval\": 86401"),
            "2:13: \"interval\" must be between 0 and 86400, not 86401"),
        wrong(
            and("\"interval\": null"),
            "2:13: \"interval\" must be a duration as in \"10s\", or a number of seconds, not null"),
        wrong(
            and("\"interval\": \"ten\\nseconds\""),
            "2:13: \"interval\": 'ten\\u000aseconds' is not a duration (expected a number and a unit,"
                + " as in 200ms, 5s, 1m)"),
        wrong(
            and("\"interval\": \"1s..2s\""),
            "2:13: \"interval\": '1s..2s' is not a duration (expected a number and a unit, as in"
                + " 200ms, 5s, 1m)"),
        wrong(
            and("\"probability\": 1.5"), "2:16: \"probability\" must be between 0 and 1, not 1.5"),
        wrong(
            and("\"probability\": -0.1"),
            "2:16: \"probability\" must be between 0 and 1, not -0.1"),
        wrong(
            and("\"probability\": \"0.2\""),
            "2:16: \"probability\" must be a number, not a string"),
        wrong(
            and("\"delay\": \"-5s\""),
            "2:10: \"delay\": '-5s' is not a duration (expected a number and a unit, as in 200ms, 5s,"
                + " 1m)"),
        wrong(and("\"delay\": -5"), "2:10: \"delay\" must be between 0 and 86400, not -5"),
        wrong(
            and("\"delay\": [0, 5]"),
            "2:10: \"delay\" must be a duration as in \"10s\", or a number of seconds, not an array"),
        wrong(
            and("\"delay\": \"0..5s\""),
            "2:10: \"delay\": '0' is not a duration (expected a number and a unit, as in 200ms, 5s,"
                + " 1m)"),
        wrong(and("\"maxAmount\": 0"), "2:14: \"maxAmount\" must be at least 1, not 0"),
        wrong(and("\"maxAmount\": 0.5"), "2:14: \"maxAmount\" must be at least 1, not 0.5"),
        wrong(and("\"seed\": \"7\""), "2:9: \"seed\" must be a whole number, not a string"),
        wrong(
            and("\"seed\": 9223372036854775808"),
            "2:9: \"seed\" must be between -9223372036854775808 and 9223372036854775807, not"
                + " 9223372036854775808"),
        wrong(
            and("\"transport\": \"http\""),
            "2:14: \"transport\" \"http\" is unknown; expected tcp or udp"),
        wrong(and("\"transport\": 1"), "2:14: \"transport\" must be a string, not 1"));
  }

  /** What no schema can say. */
  static Stream<Arguments> wrongMeaning() {
    return Stream.of(
        wrong(
            clients(
                "{\"id\": 2, \"host\": \"h\", \"port\": 1},\n{\"id\": 2, \"host\": \"h\", \"port\": 2}"),
            "3:8: id 2 was used in line 2"),
        wrong(
            clients(
                "{\"id\": 2, \"host\": \"h\", \"port\": 1},\n{\"id\": \"2\", \"host\": \"h\", \"port\": 2}"),
            "3:8: id 2 was used in line 2"),
        wrong(
            clients(
                "{\"id\": 1, \"host\": \"h\", \"port\": 7},\n{\"id\": 2, \"host\": \"h\", \"port\": 7}"),
            "3:32: the address h 7 was used in line 2"),
        wrong(
            clients(
                "{\"id\": 1, \"host\": \"h\", \"port\": 1, \"balance\": 9223372036854775807},\n"
                    + "{\"id\": 2, \"host\": \"h\", \"port\": 2, \"balance\": 1}"),
            "3:46: the balances up to this one add up to more than 9223372036854775807"),
        wrong(
            clients(
                "{\"id\": 1, \"host\": \"h\", \"port\": 1, \"balance\": 9223372036854775807},\n"
                    + "{\"id\": 2, \"host\": \"h\", \"port\": 2}"),
            "3:1: the balances up to this one add up to more than 9223372036854775807"),
        wrong(
            many(256, "h".repeat(200)),
            "1:13: \"clients\" has ids and hosts of more than 48 KiB together, too much for one"
                + " message"),
        wrong(and("\"interval\": \"25h\""), "2:13: \"interval\": '25h' is more than a day"),
        wrong(and("\"interval\": \"0s\""), "2:13: \"interval\" must be more than 0"),
        wrong(and("\"interval\": 1e-10"), "2:13: \"interval\" must be more than 0"),
        wrong(and("\"delay\": \"5s..1s\""), "2:10: \"delay\": '5s..1s' ends before it begins"));
  }

  private static String id(String id) {
    return clients("{\"id\": " + id + ", \"host\": \"h\", \"port\": 1}");
  }

  private static String host(String host) {
    return clients("{\"id\": 1, \"host\": " + host + ", \"port\": 1}");
  }

  private static String port(String port) {
    return clients("{\"id\": 1, \"host\": \"h\", \"port\": " + port + "}");
  }

  private static Arguments wrong(String text, String message) {
    return Arguments.of(text, "config.json:" + message);
  }
}
