package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Statement.Import;
import io.driftseal.rego.syntax.Statement.Rule;
import java.util.List;

/** A module that was read. */
record ModuleTree(
        Statement.PackageClause packageClause,
        List<Import> imports,
        List<Rule> rules,
        List<Comment> comments) {}
