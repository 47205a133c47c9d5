package io.driftseal.rego;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What random policies are made of: types, literals of each, and the builtins with the kinds of
 * text they work on.
 */
final class FuzzGrammar {

    /**
     * Types that expressions are generated for, and kinds of text that are worth more than random
     * letters.
     */
    enum Kind {
        NUMBER,
        INTEGER,
        TEXT,
        TRUTH,
        ARRAY,
        NUMBERS,
        TEXTS,
        SET,
        OBJECT,
        ANY,
        REGEX,
        GLOB,
        CIDR,
        ADDRESS,
        MOMENT,
        FORMATTED_MOMENT,
        LAYOUT,
        TIME,
        DURATION,
        BASE64,
        BASE64_URL,
        HEX,
        QUERY,
        URL,
        VERSION,
        UNIT,
        JSON,
        YAML,
        UUID,
        POINTERS,
        PATCHES,
        TOKEN,
        SCHEMA,
        GRAPH,
        NODES,
        FORMAT,
        FORMAT_ARGUMENTS,
        COUNT,
        GRAPHQL,
        GRAPHQL_SCHEMA,
        AWS_REQUEST,
        AWS_CONFIG,
        OBJECTS,
        SETS,
        KEYS,
        PATHS,
        OPTIONS,
        SMALL_CIDR,
        CIDRS,
        TEMPLATE,
        QUERY_OBJECT,
        REPLACEMENTS,
        TOKEN_HEADER,
        SECRET_KEY,
        CONSTRAINTS,
        TEMPLATE_REGEX,
        OPEN,
        CLOSE
    }

    /** A builtin: what it answers and what it is called with. */
    record Call(String name, Kind result, List<Kind> arguments) {}

    private static final Map<Kind, List<String>> LITERALS =
            Map.ofEntries(
                    Map.entry(
                            Kind.NUMBER,
                            List.of(
                                    "0",
                                    "1",
                                    "-1",
                                    "2",
                                    "3.5",
                                    "-0.25",
                                    "10",
                                    "7",
                                    "1e3",
                                    "100",
                                    "9007199254740993",
                                    "1.0",
                                    "0.1")),
                    Map.entry(Kind.INTEGER, List.of("0", "1", "2", "3", "-1", "5", "16", "255")),
                    Map.entry(Kind.COUNT, List.of("-1", "0", "1", "2", "10")),
                    Map.entry(
                            Kind.TEXT,
                            List.of(
                                    "\"\"",
                                    "\"a\"",
                                    "\"abc\"",
                                    "\"A b,c\"",
                                    "\"äöü€\"",
                                    "\"x/y/z\"",
                                    "\"a.b.c\"",
                                    "\"  pad \"",
                                    "\"aaa\"",
                                    "\"foo-bar\"",
                                    "\"😀x\"",
                                    "\"1\"",
                                    "\"<&>\"")),
                    Map.entry(Kind.TRUTH, List.of("true", "false")),
                    Map.entry(
                            Kind.ARRAY,
                            List.of(
                                    "[]",
                                    "[1, 2, 3]",
                                    "[\"a\", 1, null]",
                                    "[[1], [2, 3]]",
                                    "[true, {\"a\": 1}]",
                                    "[3, 1, 2]",
                                    "[\"b\", \"a\"]")),
                    Map.entry(
                            Kind.NUMBERS,
                            List.of("[]", "[1, 2, 3]", "[2.5, -1]", "[7]", "{1, 5, 2}")),
                    Map.entry(
                            Kind.TEXTS,
                            List.of(
                                    "[]",
                                    "[\"a\", \"b\"]",
                                    "[\"abc\", \"ab\", \"x\"]",
                                    "{\"foo\", \"a\"}",
                                    "[\"a/b\", \"\"]")),
                    Map.entry(
                            Kind.SET,
                            List.of(
                                    "set()",
                                    "{1, 2}",
                                    "{\"a\", \"b\", 3}",
                                    "{[1], {\"k\": 1}}",
                                    "{2, 3}")),
                    Map.entry(
                            Kind.OBJECT,
                            List.of(
                                    "{}",
                                    "{\"a\": 1, \"b\": {\"c\": [1, 2]}}",
                                    "{\"x\": \"y\", \"z\": null}",
                                    "{\"a\": {\"b\": 2}, \"k\": [1]}",
                                    "{1: 2, \"s\": {3}}")),
                    Map.entry(
                            Kind.OBJECTS,
                            List.of(
                                    "[]",
                                    "[{\"a\": 1}, {\"b\": 2}]",
                                    "[{\"a\": {\"b\": 1}}, {\"a\": {\"c\": 2}}]")),
                    Map.entry(Kind.SETS, List.of("{{1, 2}, {2, 3}}", "{{\"a\"}}", "{set(), {1}}")),
                    Map.entry(Kind.KEYS, List.of("[\"a\"]", "{\"a\", \"x\"}", "[]", "{\"b\": 1}")),
                    Map.entry(Kind.PATHS, List.of("\"a\"", "[\"a\", \"b\"]", "[\"k\", 0]", "[]")),
                    Map.entry(
                            Kind.REGEX,
                            List.of(
                                    "\"a+\"",
                                    "\"^[a-z]+$\"",
                                    "\"(\\\\w+)-(\\\\w+)\"",
                                    "\"[^b]\"",
                                    "\"a|b\"",
                                    "\"\"",
                                    "\"(?i)ABC\"",
                                    "\"(a)(b)?\"",
                                    "\"[\"",
                                    "\"\\\\bx\"",
                                    "\"(?P<n>a)\"")),
                    Map.entry(
                            Kind.GLOB,
                            List.of(
                                    "\"*\"",
                                    "\"a*c\"",
                                    "\"**\"",
                                    "\"?b?\"",
                                    "\"{a,b}*\"",
                                    "\"[a-c]*\"",
                                    "\"a.*\"",
                                    "\"[!a]\"",
                                    "\"{\"")),
                    Map.entry(
                            Kind.CIDR,
                            List.of(
                                    "\"10.0.0.0/8\"",
                                    "\"10.1.0.0/28\"",
                                    "\"192.168.1.0/30\"",
                                    "\"2001:db8::/126\"",
                                    "\"0.0.0.0/31\"",
                                    "\"1.2.3.4/33\"",
                                    "\"::ffff:10.0.0.0/125\"")),
                    Map.entry(
                            Kind.ADDRESS,
                            List.of(
                                    "\"10.0.0.1\"",
                                    "\"192.168.1.2\"",
                                    "\"2001:db8::1\"",
                                    "\"300.1.1.1\"",
                                    "\"10.1.0.0/29\"")),
                    Map.entry(
                            Kind.MOMENT,
                            List.of(
                                    "0",
                                    "1257894000000000000",
                                    "[1670006453141828752, \"Europe/Berlin\"]",
                                    "1e18",
                                    "[0, \"Nowhere/X\"]")),
                    Map.entry(
                            Kind.FORMATTED_MOMENT,
                            List.of(
                                    "0",
                                    "1257894000000000000",
                                    "[1670006453141828752, \"Europe/Berlin\"]",
                                    "[1257894000000000000, \"UTC\", \"RFC1123Z\"]",
                                    "[-1, \"America/New_York\", \"2006-01-02 15:04:05.000\"]",
                                    "1e18",
                                    "[0, \"Nowhere/X\"]")),
                    Map.entry(
                            Kind.LAYOUT,
                            List.of(
                                    "\"2006-01-02T15:04:05Z07:00\"",
                                    "\"RFC1123Z\"",
                                    "\"2006-01-02\"",
                                    "\"Jan _2 2006 3:04PM\"",
                                    "\"02/01/06 15:04:05.000\"")),
                    Map.entry(
                            Kind.TIME,
                            List.of(
                                    "\"2009-11-10T23:00:00Z\"",
                                    "\"2022-12-02T19:40:53.141828752+01:00\"",
                                    "\"2021-02-30\"",
                                    "\"2020-02-29\"",
                                    "\"Tue, 10 Nov 2009 23:00:00 +0000\"",
                                    "\"Nov 10 2009 11:00PM\"",
                                    "\"10/11/09 23:00:00.123\"")),
                    Map.entry(
                            Kind.DURATION,
                            List.of(
                                    "\"1h30m\"",
                                    "\"-1.5s\"",
                                    "\"1d2h\"",
                                    "\"100ms\"",
                                    "\"1y\"",
                                    "\"5\"",
                                    "\"1.5w\"",
                                    "\"0\"")),
                    Map.entry(
                            Kind.BASE64,
                            List.of(
                                    "\"YWJj\"",
                                    "\"YQ==\"",
                                    "\"YWI=\"",
                                    "\"YQ\"",
                                    "\"_-8=\"",
                                    "\"gIGC\"")),
                    Map.entry(
                            Kind.BASE64_URL,
                            List.of("\"YWJj\"", "\"YQ\"", "\"_-8\"", "\"a\"", "\"YQ==\"")),
                    Map.entry(Kind.HEX, List.of("\"616263\"", "\"ff00\"", "\"abc\"", "\"zz\"")),
                    Map.entry(
                            Kind.QUERY,
                            List.of(
                                    "\"a=1&b=2&a=3\"",
                                    "\"x=%20y+z\"",
                                    "\"a;b=1\"",
                                    "\"q=%zz\"",
                                    "\"\"")),
                    Map.entry(
                            Kind.URL,
                            List.of(
                                    "\"https://u:p@example.com:8443/a%20b?x=1#f\"",
                                    "\"/a/../b\"",
                                    "\"mailto:x@y\"",
                                    "\"http://[::1]:80/\"",
                                    "\"http://a b/\"",
                                    "\":x\"",
                                    "\"//h/p%2Fq\"")),
                    Map.entry(
                            Kind.VERSION,
                            List.of(
                                    "\"1.2.3\"",
                                    "\"1.2.3-rc.1\"",
                                    "\"1.2.3-rc.2+b\"",
                                    "\"v2.0.0\"",
                                    "\"1.2\"",
                                    "\"1.2.3-alpha.beta\"")),
                    Map.entry(
                            Kind.UNIT,
                            List.of(
                                    "\"10Mi\"",
                                    "\"500m\"",
                                    "\"1.5G\"",
                                    "\"100\"",
                                    "\"2KiB\"",
                                    "\"1e3k\"",
                                    "\"x\"",
                                    "\"1.1MB\"",
                                    "\"-3Ki\"",
                                    "\"10mb\"")),
                    Map.entry(
                            Kind.JSON,
                            List.of(
                                    "`{\"a\": [1, 2.50, \"x\"]}`",
                                    "`[1e2, null]`",
                                    "`{\"a\":1,\"a\":2}`",
                                    "`{`",
                                    "`\"\\u00e4\"`",
                                    "`1.0`")),
                    Map.entry(
                            Kind.YAML,
                            List.of(
                                    "`a: 1\nb: [x, 2.5, true]`",
                                    "`- a\n- b: c`",
                                    "`x: &a {k: 1}\ny: *a`",
                                    "`a: [`",
                                    "`on: yes\nn: 010`",
                                    "`<<: {a: 1}\nb: 2`",
                                    "`|\n  text\n  more`")),
                    Map.entry(
                            Kind.UUID,
                            List.of(
                                    "\"000003e8-48b9-21ee-b200-325096b39f47\"",
                                    "\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\"",
                                    "\"00000000-0000-4000-8000-000000000000\"",
                                    "\"nope\"")),
                    Map.entry(
                            Kind.POINTERS,
                            List.of(
                                    "[\"a\"]",
                                    "{\"a/b\", \"x\"}",
                                    "[[\"a\", \"b\"]]",
                                    "[\"k/0\"]",
                                    "[\"/b/c/1\"]")),
                    Map.entry(
                            Kind.PATCHES,
                            List.of(
                                    "[{\"op\": \"add\", \"path\": \"/n\", \"value\": 1}]",
                                    "[{\"op\": \"remove\", \"path\": \"a\"}]",
                                    "[{\"op\": \"replace\", \"path\": \"a\", \"value\": {\"z\": 1}}, {\"op\": \"copy\", \"from\": \"a\", \"path\": \"c\"}]",
                                    "[{\"op\": \"move\", \"from\": \"a\", \"path\": \"q\"}]",
                                    "[{\"op\": \"test\", \"path\": \"a\", \"value\": 1}]")),
                    Map.entry(
                            Kind.TOKEN,
                            List.of(
                                    "\"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ4In0.AAAA\"",
                                    "\"a.b.c\"",
                                    "\"x\"")),
                    Map.entry(
                            Kind.SCHEMA,
                            List.of(
                                    "{\"type\": \"object\", \"required\": [\"a\"]}",
                                    "{\"properties\": {\"a\": {\"type\": [\"string\", \"number\"], \"minimum\": 2}}}",
                                    "{\"type\": \"nope\"}",
                                    "{\"additionalProperties\": false}",
                                    "{\"anyOf\": [{\"required\": [\"x\"]}, {\"minProperties\": 3}]}")),
                    Map.entry(
                            Kind.GRAPH,
                            List.of(
                                    "{\"a\": [\"b\"], \"b\": [\"c\", \"a\"], \"c\": []}",
                                    "{\"a\": {\"b\", \"d\"}, \"b\": set()}",
                                    "{}")),
                    Map.entry(Kind.NODES, List.of("[\"a\"]", "{\"a\", \"b\"}", "{\"z\"}", "[]")),
                    Map.entry(
                            Kind.FORMAT,
                            List.of(
                                    "\"%v-%s\"",
                                    "\"%d %05d\"",
                                    "\"%.2f|%q\"",
                                    "\"%x %t\"",
                                    "\"%%\"",
                                    "\"%v\"",
                                    "\"%8s|%-4d\"")),
                    Map.entry(
                            Kind.FORMAT_ARGUMENTS,
                            List.of(
                                    "[1, \"a\"]",
                                    "[{\"a\": 1}, [2]]",
                                    "[1.5, \"x\\\"y\"]",
                                    "[\"z\", 3]",
                                    "[null]",
                                    "[]",
                                    "[255, true]")),
                    Map.entry(
                            Kind.GRAPHQL,
                            List.of(
                                    "`{ a(x: 1) { b } }`",
                                    "`query Q($v: Int) { a(x: $v) { b } }`",
                                    "`{ a `",
                                    "`{ nope }`")),
                    Map.entry(
                            Kind.GRAPHQL_SCHEMA,
                            List.of(
                                    "`type Query { a(x: Int): T } type T { b: String }`",
                                    "`type Query { a: T } type T { b: String }`",
                                    "`type Q {`",
                                    "`type T { x: Missing }`")),
                    Map.entry(
                            Kind.AWS_REQUEST,
                            List.of(
                                    "{\"method\": \"get\", \"url\": \"https://e.com/a?b=c\", \"headers\": {\"foo\": \"bar\"}}",
                                    "{\"method\": \"post\", \"url\": \"https://e.com\", \"body\": {\"x\": 1}}")),
                    Map.entry(
                            Kind.AWS_CONFIG,
                            List.of(
                                    "{\"aws_access_key\": \"A\", \"aws_secret_access_key\": \"B\", \"aws_service\": \"s3\", \"aws_region\": \"r\"}",
                                    "{\"aws_service\": \"x\"}")),
                    Map.entry(
                            Kind.OPTIONS,
                            List.of(
                                    "{}",
                                    "{\"pretty\": true}",
                                    "{\"indent\": \"  \", \"prefix\": \"> \"}")),
                    Map.entry(
                            Kind.SMALL_CIDR,
                            List.of(
                                    "\"10.1.0.0/28\"",
                                    "\"192.168.1.7/30\"",
                                    "\"2001:db8::/126\"",
                                    "\"1.2.3.4/33\"")),
                    Map.entry(
                            Kind.CIDRS,
                            List.of(
                                    "[\"10.0.0.0/25\", \"10.0.0.128/25\"]",
                                    "{\"1.2.3.4\", \"1.2.3.0/28\"}",
                                    "[\"2001:db8::/33\", \"2001:db8:8000::/33\"]",
                                    "[\"::1\"]",
                                    "[]")),
                    Map.entry(
                            Kind.TEMPLATE,
                            List.of(
                                    "`{{.a}}-{{.x}}`",
                                    "`{{range $i, $e := .k}}{{if $i}},{{end}}{{$e}}{{else}}none{{end}}`",
                                    "`{{with .a}}{{.}}{{end}} {{- len \"ab\" | eq 2}}`",
                                    "`{{`")),
                    Map.entry(
                            Kind.QUERY_OBJECT,
                            List.of(
                                    "{\"a\": \"x y\", \"b\": [\"1\", \"2\"]}",
                                    "{\"k\": {\"z\", \"&\"}}",
                                    "{}")),
                    Map.entry(
                            Kind.REPLACEMENTS,
                            List.of("{\"a\": \"b\"}", "{\"ab\": \"\", \"c\": \"cc\"}", "{}")),
                    Map.entry(
                            Kind.TOKEN_HEADER,
                            List.of(
                                    "{\"alg\": \"HS256\", \"typ\": \"JWT\"}",
                                    "{\"alg\": \"HS512\"}",
                                    "{\"typ\": \"JWT\"}")),
                    Map.entry(
                            Kind.SECRET_KEY,
                            List.of(
                                    "{\"kty\": \"oct\", \"k\": \"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ\"}",
                                    "{\"kty\": \"nope\"}")),
                    Map.entry(
                            Kind.CONSTRAINTS,
                            List.of(
                                    "{\"secret\": \"s\"}",
                                    "{\"secret\": \"s\", \"iss\": \"x\", \"time\": 1}",
                                    "{}")),
                    Map.entry(Kind.TEMPLATE_REGEX, List.of("\"a{[a-z]+}\"", "\"{.*}b\"", "\"a{\"")),
                    Map.entry(Kind.OPEN, List.of("\"{\"")),
                    Map.entry(Kind.CLOSE, List.of("\"}\"")));

    /** One line per builtin: {@code name result arguments...}. */
    private static final String CALLS =
            """
            abs NUMBER NUMBER
            ceil NUMBER NUMBER
            floor NUMBER NUMBER
            round NUMBER NUMBER
            plus NUMBER NUMBER NUMBER
            mul NUMBER NUMBER NUMBER
            rem NUMBER INTEGER INTEGER
            div NUMBER NUMBER INTEGER
            minus NUMBER NUMBER NUMBER
            bits.and NUMBER INTEGER INTEGER
            bits.or NUMBER INTEGER INTEGER
            bits.xor NUMBER INTEGER INTEGER
            bits.negate NUMBER INTEGER
            bits.lsh NUMBER INTEGER COUNT
            bits.rsh NUMBER INTEGER COUNT
            count NUMBER ANY
            sum NUMBER NUMBERS
            product NUMBER NUMBERS
            max ANY NUMBERS
            min ANY TEXTS
            sort ARRAY ARRAY
            array.concat ARRAY ARRAY ARRAY
            array.slice ARRAY ARRAY COUNT COUNT
            array.reverse ARRAY ARRAY
            array.flatten ARRAY ARRAY
            intersection SET SETS
            union SET SETS
            and SET SET SET
            or SET SET SET
            object.get ANY OBJECT PATHS ANY
            object.keys SET OBJECT
            object.remove OBJECT OBJECT KEYS
            object.filter OBJECT OBJECT KEYS
            object.union OBJECT OBJECT OBJECT
            object.union_n OBJECT OBJECTS
            object.subset TRUTH OBJECT OBJECT
            numbers.range ARRAY INTEGER INTEGER
            numbers.range_step ARRAY INTEGER INTEGER INTEGER
            to_number NUMBER TEXT
            format_int TEXT NUMBER INTEGER
            is_number TRUTH ANY
            is_string TRUTH ANY
            is_boolean TRUTH ANY
            is_array TRUTH ANY
            is_set TRUTH ANY
            is_object TRUTH ANY
            is_null TRUTH ANY
            type_name TEXT ANY
            concat TEXT TEXT TEXTS
            contains TRUTH TEXT TEXT
            startswith TRUTH TEXT TEXT
            endswith TRUTH TEXT TEXT
            indexof NUMBER TEXT TEXT
            indexof_n ARRAY TEXT TEXT
            lower TEXT TEXT
            upper TEXT TEXT
            replace TEXT TEXT TEXT TEXT
            split ARRAY TEXT TEXT
            sprintf TEXT FORMAT FORMAT_ARGUMENTS
            substring TEXT TEXT INTEGER COUNT
            trim TEXT TEXT TEXT
            trim_left TEXT TEXT TEXT
            trim_right TEXT TEXT TEXT
            trim_prefix TEXT TEXT TEXT
            trim_suffix TEXT TEXT TEXT
            trim_space TEXT TEXT
            strings.reverse TEXT TEXT
            strings.count NUMBER TEXT TEXT
            strings.any_prefix_match TRUTH TEXTS TEXTS
            strings.any_suffix_match TRUTH TEXTS TEXTS
            strings.split_n ARRAY TEXT TEXT COUNT
            json.marshal TEXT ANY
            json.marshal_with_options TEXT ANY OPTIONS
            json.unmarshal ANY JSON
            json.is_valid TRUTH JSON
            json.filter OBJECT OBJECT POINTERS
            json.remove OBJECT OBJECT POINTERS
            json.patch ANY OBJECT PATCHES
            json.verify_schema ARRAY SCHEMA
            json.match_schema ARRAY OBJECT SCHEMA
            yaml.marshal TEXT ANY
            yaml.unmarshal ANY YAML
            yaml.is_valid TRUTH YAML
            regex.is_valid TRUTH REGEX
            regex.match TRUTH REGEX TEXT
            regex.find_n ARRAY REGEX TEXT COUNT
            regex.find_all_string_submatch_n ARRAY REGEX TEXT COUNT
            regex.replace TEXT TEXT REGEX TEXT
            regex.split ARRAY REGEX TEXT
            regex.globs_match TRUTH REGEX REGEX
            glob.match TRUTH GLOB TEXTS TEXT
            glob.quote_meta TEXT GLOB
            semver.is_valid TRUTH VERSION
            semver.compare NUMBER VERSION VERSION
            units.parse NUMBER UNIT
            units.parse_bytes NUMBER UNIT
            time.parse_ns NUMBER LAYOUT TIME
            time.parse_rfc3339_ns NUMBER TIME
            time.parse_duration_ns NUMBER DURATION
            time.format TEXT FORMATTED_MOMENT
            time.date ARRAY MOMENT
            time.clock ARRAY MOMENT
            time.weekday TEXT MOMENT
            time.add_date NUMBER NUMBER INTEGER INTEGER INTEGER
            time.diff ARRAY MOMENT MOMENT
            net.cidr_contains TRUTH CIDR ADDRESS
            net.cidr_intersects TRUTH CIDR CIDR
            net.cidr_is_valid TRUTH CIDR
            net.cidr_contains_matches SET CIDR ADDRESS
            net.cidr_expand SET SMALL_CIDR
            net.cidr_merge SET CIDRS
            strings.render_template TEXT TEMPLATE OBJECT
            strings.replace_n TEXT REPLACEMENTS TEXT
            urlquery.encode_object TEXT QUERY_OBJECT
            regex.template_match TRUTH TEMPLATE_REGEX TEXT OPEN CLOSE
            io.jwt.encode_sign TEXT TOKEN_HEADER OBJECT SECRET_KEY
            io.jwt.decode_verify ARRAY TOKEN CONSTRAINTS
            io.jwt.verify_hs384 TRUTH TOKEN TEXT
            io.jwt.verify_hs512 TRUTH TOKEN TEXT
            graphql.parse ARRAY GRAPHQL GRAPHQL_SCHEMA
            graphql.parse_and_verify ARRAY GRAPHQL GRAPHQL_SCHEMA
            uri.parse OBJECT URL
            uri.is_valid TRUTH URL
            urlquery.encode TEXT TEXT
            urlquery.decode TEXT QUERY
            urlquery.decode_object OBJECT QUERY
            base64.encode TEXT TEXT
            base64.decode TEXT BASE64
            base64.is_valid TRUTH BASE64
            base64url.encode TEXT TEXT
            base64url.encode_no_pad TEXT TEXT
            base64url.decode TEXT BASE64_URL
            hex.encode TEXT TEXT
            hex.decode TEXT HEX
            uuid.parse OBJECT UUID
            graph.reachable SET GRAPH NODES
            graph.reachable_paths SET GRAPH NODES
            crypto.md5 TEXT TEXT
            crypto.sha1 TEXT TEXT
            crypto.sha256 TEXT TEXT
            crypto.hmac.md5 TEXT TEXT TEXT
            crypto.hmac.sha1 TEXT TEXT TEXT
            crypto.hmac.sha256 TEXT TEXT TEXT
            crypto.hmac.sha512 TEXT TEXT TEXT
            crypto.hmac.equal TRUTH TEXT TEXT
            io.jwt.decode ARRAY TOKEN
            io.jwt.verify_hs256 TRUTH TOKEN TEXT
            graphql.parse_query OBJECT GRAPHQL
            graphql.parse_schema OBJECT GRAPHQL_SCHEMA
            graphql.is_valid TRUTH GRAPHQL GRAPHQL_SCHEMA
            graphql.schema_is_valid TRUTH GRAPHQL_SCHEMA
            providers.aws.sign_req OBJECT AWS_REQUEST AWS_CONFIG INTEGER
            """;

    private final Random random;
    private final List<Call> calls = new ArrayList<>();

    /** A grammar over those of the builtins that are there. */
    FuzzGrammar(Random random, Set<String> builtins) {
        this.random = random;
        CALLS.lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> builtins.contains(words[0]))
                .forEach(words -> calls.add(call(words)));
    }

    private static Call call(String[] words) {
        List<Kind> arguments = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            arguments.add(Kind.valueOf(words[i]));
        }
        return new Call(words[0], Kind.valueOf(words[1]), arguments);
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    String literal(Kind kind) {
        if (kind == Kind.ANY) {
            Kind some =
                    pick(
                            List.of(
                                    Kind.NUMBER,
                                    Kind.TEXT,
                                    Kind.TRUTH,
                                    Kind.ARRAY,
                                    Kind.SET,
                                    Kind.OBJECT));
            return chance(10) ? "null" : literal(some);
        }
        return pick(LITERALS.getOrDefault(kind, List.of("null")));
    }

    /** A builtin that answers that kind, or null where none is there. */
    @org.jspecify.annotations.Nullable
    Call callOf(Kind kind) {
        List<Call> fitting =
                calls.stream().filter(call -> kind == Kind.ANY || call.result() == kind).toList();
        return fitting.isEmpty() ? null : pick(fitting);
    }
}
