package cutline.cli.command;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An address as people write it: {@code host:9091}, {@code 127.0.0.1:9091}, {@code [::1]:9091}. */
public final class HostPort implements ITypeConverter<InetSocketAddress> {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|([^\\s\\p{Cntrl}:\\[\\]]{1,253})):(\\d{1,5})");

  @Override
  public InetSocketAddress convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not HOST:PORT (such as localhost:9091 or [::1]:9091)");
    }
    int port = Integer.parseInt(form.group(3));
    if (port < 1 || port > 65_535) {
      throw new TypeConversionException("port " + port + " is not between 1 and 65535");
    }
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    return InetSocketAddress.createUnresolved(host, port);
  }

  public static String text(String host, int port) {
    return (host.indexOf(':') < 0 ? "%s:%d" : "[%s]:%d").formatted(host, port);
  }
}
