package io.driftseal.rego.syntax;

/** What a template is made of. */
sealed interface TemplatePart permits Term, Expression {

    /** Levels of terms and expressions, itself included. */
    int depth();
}
