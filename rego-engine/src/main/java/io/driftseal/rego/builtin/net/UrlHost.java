package io.driftseal.rego.builtin.net;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoString;
import org.jspecify.annotations.Nullable;

/** The authority of a URL: user, host and port, judged as Go's net/url does. */
final class UrlHost {

    private static final String USER_INFO = "-._:~!$&'()*+,;=%@";

    private UrlHost() {}

    /**
     * The host with its port, without escapes; what is said of the user is checked and left out.
     */
    static String parse(String scheme, String authority) {
        int at = authority.lastIndexOf('@');
        String host = host(scheme, authority.substring(at + 1));
        if (at < 0) {
            return host;
        }
        String user = authority.substring(0, at);
        boolean valid =
                user.chars()
                        .allMatch(c ->
                                (c < 0x80 && Character.isLetterOrDigit(c))
                                        || USER_INFO.indexOf(c) >= 0);
        if (!valid) {
            throw BuiltinException.of("net/url: invalid userinfo");
        }
        for (String part : user.split(":", 2)) {
            UrlEscape.USER_PASSWORD.unescape(part);
        }
        return host;
    }

    private static String host(String scheme, String written) {
        int open = written.lastIndexOf('[');
        if (open > 0) {
            throw BuiltinException.of("invalid IP-literal");
        }
        if (open == 0) {
            return literal(written);
        }
        int first = written.indexOf(':');
        if (first >= 0) {
            boolean strict = scheme.equals("http") || scheme.equals("https");
            String port = written.substring(strict ? first : written.lastIndexOf(':'));
            requirePort(port);
        }
        return UrlEscape.HOST.unescape(written);
    }

    private static String literal(String written) {
        int close = written.lastIndexOf(']');
        if (close < 0) {
            throw BuiltinException.of("missing ']' in host");
        }
        String port = written.substring(close + 1);
        requirePort(port);
        String name = written.substring(1, close);
        int zone = name.indexOf("%25");
        String address =
                zone < 0
                        ? UrlEscape.HOST.unescape(name)
                        : UrlEscape.HOST.unescape(name.substring(0, zone))
                                + UrlEscape.ZONE.unescape(name.substring(zone));
        int percent = address.indexOf('%');
        byte @Nullable [] ip =
                IpAddress.parse(percent < 0 ? address : address.substring(0, percent));
        if (ip == null || percent == address.length() - 1) {
            throw BuiltinException.of(
                    "invalid host: ParseAddr(" + RegoString.of(address) + "): unable to parse IP");
        }
        if (ip.length == IpAddress.V4_BYTES) {
            throw BuiltinException.of("invalid IP-literal");
        }
        return "[" + address + "]" + port;
    }

    private static void requirePort(String colonPort) {
        if (!validPort(colonPort)) {
            throw BuiltinException.of("invalid port " + RegoString.of(colonPort) + " after host");
        }
    }

    static boolean validPort(String colonPort) {
        if (colonPort.isEmpty()) {
            return true;
        }
        return colonPort.charAt(0) == ':'
                && colonPort.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }
}
