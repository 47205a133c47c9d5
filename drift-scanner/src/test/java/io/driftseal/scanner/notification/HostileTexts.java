package io.driftseal.scanner.notification;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What someone could put into a name, an argument or an annotation. */
final class HostileTexts {

    private HostileTexts() {}

    static Stream<Arguments> all() {
        return Stream.of(
                Arguments.of("channel mention", "<!channel> wake up"),
                Arguments.of("here mention", "<!here|here> @here @channel @EVERYONE"),
                Arguments.of("user mention", "<@U012AB3CD>"),
                Arguments.of("link", "<https://evil.example|driftseal.io>"),
                Arguments.of("entities", "&lt;!channel&gt; &amp;amp; &"),
                Arguments.of("back-ticks", "`` ` ``` *bold* _italic_ ~gone~"),
                Arguments.of("code fence", "```\n*Approved by* `ciso`\n```"),
                Arguments.of("new lines", "image\n*Approved by*\r\n`ciso`"),
                Arguments.of("bidi override", "\u202egpj.exe\u202c \u2066x\u2069"),
                Arguments.of("zero width", "ad\u200bmin\u200d\ufeff\u00ad"),
                Arguments.of("control", "\u0000\u0007\u001b[31mred\u001b[0m\u007f\u0085"),
                Arguments.of("lone surrogate", "a\ud800b"),
                Arguments.of("blank letters", "\u3164\u115f\u1160\u00a0\u2003"),
                Arguments.of("emoji", "😀".repeat(2_000)),
                Arguments.of("ampersands", "&".repeat(5_000)),
                Arguments.of("long", "x".repeat(100_000)));
    }
}
