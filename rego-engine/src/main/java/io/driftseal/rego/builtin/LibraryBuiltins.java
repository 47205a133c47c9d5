package io.driftseal.rego.builtin;

import io.driftseal.rego.builtin.crypto.AwsSignature;
import io.driftseal.rego.builtin.crypto.DigestBuiltins;
import io.driftseal.rego.builtin.crypto.TokenBuiltins;
import io.driftseal.rego.builtin.crypto.X509Builtins;
import io.driftseal.rego.builtin.document.DocumentBuiltins;
import io.driftseal.rego.builtin.document.ModuleBuiltins;
import io.driftseal.rego.builtin.document.ReachabilityBuiltins;
import io.driftseal.rego.builtin.encoding.ByteEncodingBuiltins;
import io.driftseal.rego.builtin.encoding.UuidBuiltins;
import io.driftseal.rego.builtin.encoding.YamlBuiltins;
import io.driftseal.rego.builtin.graphql.GraphBuiltins;
import io.driftseal.rego.builtin.jsonschema.SchemaBuiltins;
import io.driftseal.rego.builtin.net.CidrBuiltins;
import io.driftseal.rego.builtin.net.UrlBuiltins;
import io.driftseal.rego.builtin.template.TemplateBuiltins;
import io.driftseal.rego.builtin.text.GlobBuiltins;
import io.driftseal.rego.builtin.text.RegexBuiltins;
import io.driftseal.rego.builtin.text.SemanticVersionBuiltins;
import io.driftseal.rego.builtin.text.UnitBuiltins;
import io.driftseal.rego.builtin.time.TimeBuiltins;
import java.util.List;

/**
 * The families beyond the language's own operators and strings; none of them leaves the process.
 */
public final class LibraryBuiltins {

    private LibraryBuiltins() {}

    /** One of each family. */
    public static List<BuiltinFamily> families() {
        return List.of(
                new RegexBuiltins(),
                new GlobBuiltins(),
                new SemanticVersionBuiltins(),
                new UnitBuiltins(),
                new TimeBuiltins(),
                new CidrBuiltins(),
                new UrlBuiltins(),
                new ByteEncodingBuiltins(),
                new UuidBuiltins(),
                new YamlBuiltins(),
                new DocumentBuiltins(),
                new ModuleBuiltins(),
                new ReachabilityBuiltins(),
                new DigestBuiltins(),
                new X509Builtins(),
                new TokenBuiltins(),
                new AwsSignature(),
                new GraphBuiltins(),
                new SchemaBuiltins(),
                new TemplateBuiltins());
    }
}
