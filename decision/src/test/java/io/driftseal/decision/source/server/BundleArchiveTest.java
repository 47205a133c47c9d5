package io.driftseal.decision.source.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.bundle.PolicyRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that a hostile server may send, each refused whole. */
final class BundleArchiveTest {

    private static final byte[] NONE = new byte[0];

    static Stream<Arguments> hostile() {
        return Stream.of(
                row("nothing", NONE, "no whole gzipped tar"),
                row("no gzip", bytes("<html>"), "no whole gzipped tar"),
                row("half a gzip", Arrays.copyOf(good().packed(), 60), "no whole gzipped tar"),
                row("no tar", Tar.gzip(bytes("{}")), "no whole gzipped tar"),
                row("no end", new Tar().file("a.rego", "x").packed(), "no whole gzipped tar"),
                row(
                        "shorter than it says",
                        new Tar().entry("a.rego", '0', "00000002000", new byte[8]).packed(),
                        "no whole gzipped tar"),
                row("parent", named("../a.rego"), "name is none"),
                row("parent inside", named("a/../../b.rego"), "name is none"),
                row("parent at the end", named("a/.."), "name is none"),
                row("absolute twice", named("//etc/passwd"), "name is none"),
                row("absolute behind a dot", named(".//etc/passwd"), "name is none"),
                row("empty", named(""), "name is none"),
                row("only the root", named("/"), "name is none"),
                row("dot inside", named("a/./b.rego"), "name is none"),
                row("backslash", named("..\\a.rego"), "name is none"),
                row("line break", named("a\n.rego"), "name is none"),
                row("bad characters", new Tar().raw(badName()).end().packed(), "none"),
                row("long", extended("path", "a/".repeat(128) + "b.rego"), "name is none"),
                row("extended parent", extended("path", "../a.rego"), "name is none"),
                row("extended size", extended("size", "9"), "extended header"),
                row("extended link", extended("linkpath", "/etc/passwd"), "extended header"),
                row(
                        "path of all",
                        good().extended('g', "path", "a.rego").end().packed(),
                        "extended header"),
                row(
                        "extended nothing",
                        good().entry("pax", 'x', bytes("12 path")).end().packed(),
                        "extended header"),
                row(
                        "extended behind the last",
                        good().extended('x', "path", "b.rego").end().packed(),
                        "ends behind"),
                row("hard link", typed('1'), "neither file nor folder (type '1')"),
                row("symbolic link", typed('2'), "neither file nor folder"),
                row("character device", typed('3'), "neither file nor folder"),
                row("block device", typed('4'), "neither file nor folder"),
                row("pipe", typed('6'), "neither file nor folder"),
                row("sparse", typed('S'), "neither file nor folder"),
                row("GNU long name", typed('L'), "neither file nor folder"),
                row(
                        "folder with content",
                        good().entry("d/", '5', new byte[3]).end().packed(),
                        "folder with content"),
                row("twice", good().file("a.rego", "y").end().packed(), "two files called a.rego"),
                row(
                        "twice by another spelling",
                        good().file("/a.rego", "y").end().packed(),
                        "two files called a.rego"),
                row(
                        "file and folder",
                        good().file("a.rego/b.rego", "y").end().packed(),
                        "a file and a folder called a.rego"),
                row(
                        "folder and file",
                        new Tar().file("b/a.rego", "x").file("b", "y").end().packed(),
                        "a file and a folder called b"),
                row("size in binary", sized("\u0080\0\0\0\0\0\0\0\0\0\1"), "header"),
                row("negative size", sized("-0000000001"), "header"),
                row("no size", sized(""), "header"),
                row("huge", sized("77777777777"), "unpacks to more than"),
                row("changed header", new Tar().raw(changed()).end().packed(), "does not add up"),
                row("behind the end", good().end().file("b.rego", "y").packed(), "goes on behind"),
                row("many entries", many(), "more than 4000 entries"),
                row("bomb", bomb(), "unpacks to more than"),
                row("bomb behind the end", good().raw(new byte[33 << 20]).packed(), "unpacks to"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void isRefusedWhole(String name, byte[] archive, String reason) {
        assertThatThrownBy(() -> BundleArchive.read(archive))
                .as(name)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageStartingWith("policies refused: the bundle ")
                .hasMessageContaining(reason);
    }

    @Test
    void whatProgramsWriteIsRead() throws Exception {
        // Given: as opa, tar and git write them
        String longName = "team/" + "x".repeat(120) + ".rego";
        byte[] archive =
                new Tar()
                        .extended('g', "comment", "0123456789abcdef")
                        .entry("./", '5', NONE)
                        .entry("./team/", '5', NONE)
                        .file("/.manifest", "{}")
                        .file("./team/a.rego", "a")
                        .entry("old.rego", '\0', bytes("o"))
                        .extended('x', "mtime", "1.5")
                        .file("b.rego", "b")
                        .extended('x', "path", longName)
                        .file("short", "c")
                        .file("empty", "")
                        .end()
                        .packed();
        // When, Then
        assertThat(BundleArchive.read(archive))
                .containsOnlyKeys(
                        ".manifest", "team/a.rego", "old.rego", "b.rego", longName, "empty")
                .containsEntry(longName, bytes("c"));
    }

    private static Arguments row(String name, byte[] archive, String reason) {
        return Arguments.of(name, archive, reason);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Tar good() {
        return new Tar().file("a.rego", "package driftseal.a");
    }

    private static byte[] named(String name) {
        return good().file(name, "x").end().packed();
    }

    private static byte[] typed(char type) {
        return good().entry("b.rego", type, NONE).end().packed();
    }

    private static byte[] extended(String key, String value) {
        return good().extended('x', key, value).file("b.rego", "x").end().packed();
    }

    private static byte[] sized(String size) {
        return good().entry("b.rego", '0', size, NONE).end().packed();
    }

    private static byte[] changed() {
        byte[] entry = new byte[1024];
        System.arraycopy(bytes("a.rego"), 0, entry, 0, 6);
        System.arraycopy(bytes("00000000001"), 0, entry, 124, 11);
        System.arraycopy(bytes("000001"), 0, entry, 148, 6);
        entry[156] = '0';
        return entry;
    }

    private static byte[] badName() {
        byte[] entry = changed();
        entry[1] = (byte) 0xff;
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? 0 : entry[i] & 0xff;
        }
        System.arraycopy(bytes(String.format("%06o", sum)), 0, entry, 148, 6);
        return entry;
    }

    private static byte[] many() {
        Tar tar = new Tar();
        for (int i = 0; i <= BundleArchive.MAXIMUM_ENTRIES; i++) {
            tar.entry("d" + i, '5', NONE);
        }
        return tar.end().packed();
    }

    private static byte[] bomb() {
        Tar tar = new Tar();
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < 33; i++) {
            tar.entry("f" + i, '0', megabyte);
        }
        return tar.end().packed();
    }
}
