package cutline.bank;

/**
 * A branch as its bank knows it.
 *
 * @param name its name, unique in the bank
 * @param host a host name or an address
 * @param port 1 to 65535
 */
public record Member(String name, String host, int port) {}
