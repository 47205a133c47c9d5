package io.driftseal.rego.builtin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of OPA 1.22.2, taken down by hand: calls as JSON, sets in answers as arrays. */
class LibraryBuiltinsTest {

    private static final BuiltinRegistry BUILTINS = BuiltinRegistry.of(LibraryBuiltins.families());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "regex.match | ['^a+$', 'aaa'] | true",
                "regex.split | ['/', 'a/b/'] | ['a', 'b', '']",
                "regex.find_n | ['a.', 'abacad', 2] | ['ab', 'ac']",
                "regex.find_all_string_submatch_n | ['(a)(x)?', 'aa', -1] | [['a', 'a', ''], ['a', 'a', '']]",
                "regex.replace | ['foo', '^[a-z]', 'F'] | 'Foo'",
                "regex.replace | ['abc', '(?P<x>b)', '<${x}$$>'] | 'a<b$>c'",
                "regex.template_match | ['urn:foo:{.*}', 'urn:foo:bar', '{', '}'] | true",
                "regex.globs_match | ['a.a.[0-9]+z', 'b.b.[0-9]+x'] | false",
                "glob.match | ['*.github.com', ['.'], 'api.github.com'] | true",
                "glob.match | ['*.github.com', ['.'], 'api.cdn.github.com'] | false",
                "glob.match | ['{a,b*}[!x]', null, 'bzzy'] | true",
                "glob.quote_meta | ['*.[a]'] | '\\\\*.\\\\[a\\\\]'",
                "semver.compare | ['1.2.3-rc.2', '1.2.3-rc.10'] | -1",
                "semver.is_valid | ['1.02.3'] | false",
                "units.parse | ['1.5Gi'] | 1610612736",
                "units.parse | ['500m'] | 0.5000000000",
                "units.parse_bytes | ['1.1MB'] | 1100000",
                "time.parse_duration_ns | ['1d2h'] | 93600000000000",
                "time.parse_rfc3339_ns | ['2009-11-10T23:00:00.5+01:00'] | 1257890400500000000",
                "time.parse_ns | ['RFC1123Z', 'Tue, 10 Nov 2009 23:00:00 +0000'] | 1257894000000000000",
                "time.format | [[1257894000000000000, 'Europe/Berlin', 'Mon Jan _2 15:04:05 -0700 2006']] | 'Wed Nov 11 00:00:00 +0100 2009'",
                "time.date | [[1257894000000000000, 'Asia/Tokyo']] | [2009, 11, 11]",
                "time.weekday | [1257894000000000000] | 'Tuesday'",
                "time.add_date | [1257894000000000000, 0, 1, 21] | 1262300400000000000",
                "time.diff | [1262300400000000000, 1257894000000000000] | [0, 1, 21, 0, 0, 0]",
                "net.cidr_contains | ['10.0.0.0/8', '10.1.2.0/24'] | true",
                "net.cidr_contains | ['10.0.0.0/8', '11.0.0.1'] | false",
                "net.cidr_expand | ['192.168.1.0/30'] | ['192.168.1.0', '192.168.1.1', '192.168.1.2', '192.168.1.3']",
                "net.cidr_merge | [['192.0.128.0/24', '192.0.129.0/24']] | ['192.0.128.0/23']",
                "net.cidr_intersects | ['2001:db8::/32', '2001:db8:1::/48'] | true",
                "uri.parse | ['https://h:1/p%20q?x=1#f'] | {'scheme': 'https', 'hostname': 'h', 'port': '1', 'path': '/p q', 'raw_path': '/p q', 'raw_query': 'x=1', 'fragment': 'f'}",
                "urlquery.encode_object | [{'a': ['x y', 'z'], 'b': '&'}] | 'a=x+y&a=z&b=%26'",
                "base64url.decode | ['YQ'] | 'a'",
                "base64.is_valid | ['YQ'] | false",
                "hex.decode | ['616263'] | 'abc'",
                "yaml.unmarshal | ['a: 0o17\\nb: yes\\nc: &x [1.50]\\nd: *x'] | {'a': 15, 'b': 'yes', 'c': [1.5], 'd': [1.5]}",
                "yaml.marshal | [{'a': ['x: y', 'yes', 1], 'b': {}}] | 'a:\\n  - \\'x: y\\'\\n  - \\\"yes\\\"\\n  - 1\\nb: {}\\n'",
                "uuid.parse | ['00000000-0000-4000-8000-000000000000'] | {'variant': 'RFC4122', 'version': 4}",
                "json.patch | [{'a': [1]}, [{'op': 'add', 'path': '/a/-', 'value': 2}]] | {'a': [1, 2]}",
                "json.filter | [{'a': {'b': 1, 'c': 2}}, ['a/c']] | {'a': {'c': 2}}",
                "json.remove | [{'a': {'b': 1, 'c': 2}}, ['a/c']] | {'a': {'b': 1}}",
                "graph.reachable | [{'a': ['b'], 'b': ['c'], 'c': []}, ['b']] | ['b', 'c']",
                "graph.reachable_paths | [{'a': ['a']}, ['a']] | [['a', 'a']]",
                "crypto.sha256 | ['lorem ipsum'] | '5e2bf57d3f40c4b6df69daf1936cb766f832374b4fc0259a7cbff06e2f70f269'",
                "crypto.hmac.md5 | ['a', ''] | '3673438f11d71c21a9b8b59232a3dd61'",
                "json.match_schema | [{'id': 'foo'}, {'properties': {'id': {'type': 'integer'}}}] | [false, [{'desc': 'Invalid type. Expected: integer, given: string', 'error': 'id: Invalid type. Expected: integer, given: string', 'field': 'id', 'type': 'invalid_type'}]]",
                "graphql.is_valid | ['{ a { b } }', 'type Query { a: T } type T { b: String }'] | true"
            })
    void answers_what_opa_answers(String name, String arguments, String expected) throws Exception {
        RegoValue answer =
                requireNonNull(call(name, arguments, new CountingContext(1_000_000, 1 << 24)));

        assertThat(read(new String(RegoJsonWriter.writeBytes(answer), StandardCharsets.UTF_8)))
                .isEqualTo(read(json(expected)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "regex.match | ['(', 'a'] | error parsing regexp: missing closing )",
                "regex.template_match | ['a{', 'a', '{', '}'] | unbalanced braces",
                "regex.globs_match | ['pqrs]', 'a'] | set-close ']' with no preceding '['",
                "glob.match | ['[', null, 'a'] | glob: syntax error",
                "semver.compare | ['1', '1.0.0'] | operand 1: string \"1\" is not a valid SemVer",
                "units.parse | [''] | units.parse: no amount provided",
                "units.parse_bytes | ['1e1234567'] | exponent too large",
                "time.parse_ns | ['2006-01-02', '2021-02-30'] | day out of range",
                "time.add_date | [0, 300000000000, 0, 0] | time outside of valid range",
                "time.date | [[0, 'Nowhere/X']] | unknown time zone Nowhere/X",
                "net.cidr_expand | ['192.168.1.1/33'] | invalid CIDR address: 192.168.1.1/33",
                "net.cidr_merge | [['::1']] | IPv6 invalid: needs prefix length",
                "uri.parse | ['http://a b/'] | invalid character \" \" in host name",
                "base64.decode | ['YQ'] | illegal base64 data at input byte 0",
                "hex.decode | ['gg'] | invalid byte: U+0067 'g'",
                "yaml.unmarshal | ['a: ['] | yaml: line",
                "json.patch | [{'a': 1}, [{'op': 'remove', 'path': '/b'}]] | does not exist",
                "io.jwt.decode | ['a.b'] | encoded JWT must have 3 sections, found 2",
                "crypto.x509.parse_certificates | ['Zm9v'] | x509: malformed certificate",
                "json.match_schema | [{}, {'type': 'x'}] | has a primitive type that is NOT VALID",
                "graphql.parse_query | ['{ a '] | in GraphQL string at location"
            })
    void refuses_what_opa_refuses(String name, String arguments, String message) {
        assertThatThrownBy(() -> call(name, arguments, new CountingContext(1_000_000, 1 << 24)))
                .isInstanceOf(BuiltinException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "net.cidr_expand | ['0.0.0.0/0']",
                "net.cidr_expand | ['::/0']",
                "yaml.unmarshal | ['a: &a [x,x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]']"
            })
    void expansion_ends_at_the_limits(String name, String arguments) {
        assertThatThrownBy(() -> call(name, arguments, new CountingContext(100_000, 1 << 22)))
                .isInstanceOf(EvaluationStoppedException.class);
    }

    @Test
    void a_long_match_ends_at_the_limits() {
        String text = "a".repeat(200_000);

        assertThatThrownBy(() ->
                        call(
                                "regex.match",
                                "['(a*)*b', '" + text + "']",
                                new CountingContext(10_000, 1 << 20)))
                .isInstanceOf(EvaluationStoppedException.class);
    }

    private static @Nullable RegoValue call(String name, String arguments, BuiltinContext context)
            throws Exception {
        Builtin builtin = requireNonNull(BUILTINS.find(name), name);
        RegoArray array = (RegoArray) read(json(arguments));
        return builtin.call(context, array.items().toArray(new RegoValue[0]));
    }

    /** Apostrophes for quotes: the tables are Java. */
    private static String json(String text) {
        return text.replace("\\'", "\u0000").replace("'", "\"").replace("\u0000", "'");
    }

    private static RegoValue read(String json) throws Exception {
        return RegoJsonReader.read(json.getBytes(StandardCharsets.UTF_8), JsonReading.AS_GO);
    }
}
