package io.driftseal.rego.builtin.encoding;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** {@code base64.*}, {@code base64url.*} and {@code hex.*}. */
public final class ByteEncodingBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "base64.encode", (context, arguments) -> encode(GoBase64.STANDARD, arguments),
                "base64.decode", (context, arguments) -> decode(arguments),
                "base64.is_valid", (context, arguments) -> isValid(arguments[0]),
                "base64url.encode", (context, arguments) -> encode(GoBase64.URL, arguments),
                "base64url.encode_no_pad", (context, arguments) -> encodeUnpadded(arguments),
                "base64url.decode", (context, arguments) -> decodeUrl(arguments),
                "hex.encode", (context, arguments) -> hexEncode(arguments),
                "hex.decode", (context, arguments) -> hexDecode(arguments));
    }

    private static RegoValue encode(GoBase64 alphabet, RegoValue[] arguments) {
        return RegoString.of(alphabet.encode(Operand.regoString(arguments, 1).utf8()));
    }

    private static RegoValue decode(RegoValue[] arguments) {
        return RegoString.ofUtf8(GoBase64.STANDARD.decode(Operand.string(arguments, 1)));
    }

    private static RegoValue isValid(RegoValue argument) {
        if (!(argument instanceof RegoString text)) {
            return RegoBoolean.FALSE;
        }
        try {
            GoBase64.STANDARD.decode(text.text());
            return RegoBoolean.TRUE;
        } catch (BuiltinException malformed) {
            return RegoBoolean.FALSE;
        }
    }

    private static RegoValue encodeUnpadded(RegoValue[] arguments) {
        byte[] bytes = Operand.regoString(arguments, 1).utf8();
        return RegoString.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static RegoValue decodeUrl(RegoValue[] arguments) {
        return RegoString.ofUtf8(GoBase64.decodeUrl(Operand.string(arguments, 1)));
    }

    private static RegoValue hexEncode(RegoValue[] arguments) {
        return RegoString.of(HexFormat.of().formatHex(Operand.regoString(arguments, 1).utf8()));
    }

    private static RegoValue hexDecode(RegoValue[] arguments) {
        byte[] text = Operand.regoString(arguments, 1).utf8();
        byte[] bytes = new byte[text.length / 2];
        for (int i = 0; i < text.length; i++) {
            int digit = text[i] < 0 ? -1 : Character.digit(text[i], 16);
            if (digit < 0) {
                throw BuiltinException.of(
                        "encoding/hex: invalid byte: " + described(text[i] & 0xff));
            }
            if (i / 2 < bytes.length) {
                bytes[i / 2] = (byte) ((bytes[i / 2] << 4) | digit);
            }
        }
        if (text.length % 2 != 0) {
            throw BuiltinException.of("encoding/hex: odd length hex string");
        }
        return RegoString.ofUtf8(bytes);
    }

    private static String described(int c) {
        String code = String.format(Locale.ROOT, "U+%04X", c);
        boolean printable = (c >= 0x20 && c < 0x7f) || (c > 0xa0 && c != 0xad);
        return printable ? code + " '" + (char) c + "'" : code;
    }
}
