package io.driftseal.rego.plan;

import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.List;

/** {@code plan.json} to {@link Plan}. */
public final class PlanReader {

    private static final int INPUT_AND_DATA = 2;

    private final List<String> files = new ArrayList<>();

    /** One more than the highest local seen since the function began. */
    private int locals;

    private PlanReader() {}

    /**
     * Reads a plan.
     *
     * @throws MalformedPlanException with what is wrong and where
     */
    public static Plan read(byte[] planJson) throws MalformedPlanException {
        RegoValue document;
        try {
            document = RegoJsonReader.read(planJson, JsonReading.STRICT);
        } catch (MalformedJsonException e) {
            throw new MalformedPlanException("plan.json: " + e.getMessage());
        }
        return new PlanReader().plan(Fields.of(document, "plan"));
    }

    private Plan plan(Fields plan) throws MalformedPlanException {
        Fields constants =
                plan.object().get("static") == null
                        ? new Fields(RegoObject.EMPTY, "plan.static")
                        : plan.object("static");
        files.addAll(strings(constants, "files"));
        List<Plan.BuiltinDeclaration> builtins = new ArrayList<>();
        for (RegoValue builtin : constants.items("builtin_funcs")) {
            builtins.add(builtin(Fields.of(builtin, "plan.static.builtin_funcs[]")));
        }
        List<Plan.EntryPoint> entryPoints = new ArrayList<>();
        for (RegoValue entryPoint : plan.object("plans").items("plans")) {
            Fields fields = Fields.of(entryPoint, "plan.plans[]");
            locals = INPUT_AND_DATA;
            List<Block> blocks = blocks(fields);
            entryPoints.add(new Plan.EntryPoint(fields.text("name"), blocks, locals));
        }
        List<Plan.Function> functions = new ArrayList<>();
        if (plan.object().get("funcs") != null) {
            for (RegoValue function : plan.object("funcs").items("funcs")) {
                functions.add(function(Fields.of(function, "plan.funcs[]")));
            }
        }
        return new Plan(strings(constants, "strings"), builtins, entryPoints, functions);
    }

    private static List<String> strings(Fields constants, String name)
            throws MalformedPlanException {
        List<String> strings = new ArrayList<>();
        for (RegoValue string : constants.items(name)) {
            strings.add(Fields.of(string, constants.what() + "." + name).text("value"));
        }
        return strings;
    }

    private static Plan.BuiltinDeclaration builtin(Fields fields) throws MalformedPlanException {
        Fields declaration = fields.object("decl");
        return new Plan.BuiltinDeclaration(
                fields.text("name"),
                declaration.items("args").size(),
                declaration.object().get("result") != null);
    }

    private Plan.Function function(Fields fields) throws MalformedPlanException {
        List<String> path = new ArrayList<>();
        for (RegoValue step : fields.items("path")) {
            if (!(step instanceof RegoString string)) {
                throw new MalformedPlanException("plan.funcs[].path has something but strings");
            }
            path.add(string.text());
        }
        locals = INPUT_AND_DATA;
        return new Plan.Function(
                fields.text("name"),
                locals(fields, "params"),
                local(fields, "return"),
                blocks(fields),
                path,
                locals);
    }

    private List<Block> blocks(Fields fields) throws MalformedPlanException {
        List<Block> blocks = new ArrayList<>();
        for (RegoValue block : fields.items("blocks")) {
            blocks.add(block(Fields.of(block, "block")));
        }
        return blocks;
    }

    private Block block(Fields fields) throws MalformedPlanException {
        List<Statement> statements = new ArrayList<>();
        for (RegoValue item : fields.items("stmts")) {
            Fields typed = Fields.of(item, "statement");
            String type = typed.text("type");
            statements.add(statement(type, Fields.of(typed.value("stmt"), type)));
        }
        return new Block(statements);
    }

    private Statement statement(String type, Fields f) throws MalformedPlanException {
        Location at = location(f);
        return switch (type) {
            case "ReturnLocalStmt" -> new Statement.ReturnLocal(local(f, "source"), at);
            case "CallStmt" ->
                    new Statement.Call(f.text("func"), operands(f, "args"), local(f, "result"), at);
            case "CallDynamicStmt" ->
                    new Statement.CallDynamic(
                            locals(f, "args"), local(f, "result"), operands(f, "path"), at);
            case "BlockStmt" -> new Statement.Blocks(blocks(f), at);
            case "BreakStmt" -> new Statement.Break(f.index("index"), at);
            case "ScanStmt" ->
                    new Statement.Scan(
                            local(f, "source"),
                            local(f, "key"),
                            local(f, "value"),
                            block(f.object("block")),
                            at);
            case "NotStmt" -> new Statement.Not(block(f.object("block")), at);
            case "WithStmt" ->
                    new Statement.With(
                            local(f, "local"),
                            indices(f, "path"),
                            operand(f, "value"),
                            block(f.object("block")),
                            at);
            case "NopStmt" -> new Statement.Nop(at);
            case "ResultSetAddStmt" -> new Statement.ResultSetAdd(local(f, "value"), at);
            default -> simple(type, f, at);
        };
    }

    private Statement simple(String type, Fields f, Location at) throws MalformedPlanException {
        return switch (type) {
            case "DotStmt" ->
                    new Statement.Dot(
                            operand(f, "source"), operand(f, "key"), local(f, "target"), at);
            case "LenStmt" -> new Statement.Len(operand(f, "source"), local(f, "target"), at);
            case "AssignIntStmt" ->
                    new Statement.AssignInt(f.number("value"), local(f, "target"), at);
            case "AssignVarStmt" ->
                    new Statement.AssignVar(operand(f, "source"), local(f, "target"), at);
            case "AssignVarOnceStmt" ->
                    new Statement.AssignVarOnce(operand(f, "source"), local(f, "target"), at);
            case "ResetLocalStmt" -> new Statement.ResetLocal(local(f, "target"), at);
            case "EqualStmt" -> new Statement.Equal(operand(f, "a"), operand(f, "b"), at);
            case "NotEqualStmt" -> new Statement.NotEqual(operand(f, "a"), operand(f, "b"), at);
            case "IsArrayStmt" -> new Statement.IsArray(operand(f, "source"), at);
            case "IsObjectStmt" -> new Statement.IsObject(operand(f, "source"), at);
            case "IsSetStmt" -> new Statement.IsSet(operand(f, "source"), at);
            case "IsDefinedStmt" -> new Statement.IsDefined(local(f, "source"), at);
            case "IsUndefinedStmt" -> new Statement.IsUndefined(local(f, "source"), at);
            default -> construction(type, f, at);
        };
    }

    private Statement construction(String type, Fields f, Location at)
            throws MalformedPlanException {
        return switch (type) {
            case "MakeNullStmt" -> new Statement.MakeNull(local(f, "target"), at);
            case "MakeNumberIntStmt" ->
                    new Statement.MakeNumberInt(f.number("value"), local(f, "target"), at);
            case "MakeNumberRefStmt" ->
                    new Statement.MakeNumberRef(f.index("Index"), local(f, "target"), at);
            case "MakeArrayStmt" ->
                    new Statement.MakeArray(f.index("capacity"), local(f, "target"), at);
            case "MakeObjectStmt" -> new Statement.MakeObject(local(f, "target"), at);
            case "MakeSetStmt" -> new Statement.MakeSet(local(f, "target"), at);
            case "ArrayAppendStmt" ->
                    new Statement.ArrayAppend(operand(f, "value"), local(f, "array"), at);
            case "ObjectInsertStmt" ->
                    new Statement.ObjectInsert(
                            operand(f, "key"), operand(f, "value"), local(f, "object"), at);
            case "ObjectInsertOnceStmt" ->
                    new Statement.ObjectInsertOnce(
                            operand(f, "key"), operand(f, "value"), local(f, "object"), at);
            case "ObjectMergeStmt" ->
                    new Statement.ObjectMerge(local(f, "a"), local(f, "b"), local(f, "target"), at);
            case "SetAddStmt" -> new Statement.SetAdd(operand(f, "value"), local(f, "set"), at);
            default -> throw new MalformedPlanException("unknown statement " + type);
        };
    }

    private Location location(Fields f) throws MalformedPlanException {
        if (f.object().get("row") == null) {
            return Location.UNKNOWN;
        }
        int file = f.index("file");
        int row = f.index("row");
        return row == 0 || file >= files.size()
                ? Location.UNKNOWN
                : new Location(files.get(file), row, f.index("col"));
    }

    private Operand operand(Fields fields, String name) throws MalformedPlanException {
        return operand(fields.object(name));
    }

    private Operand operand(Fields operand) throws MalformedPlanException {
        String type = operand.text("type");
        return switch (type) {
            case "local" -> new Operand.Local(local(operand, "value"));
            case "string_index" -> new Operand.StringConstant(operand.index("value"));
            case "bool" -> new Operand.BooleanConstant(operand.bool("value"));
            default -> throw new MalformedPlanException("unknown operand " + type);
        };
    }

    private List<Operand> operands(Fields fields, String name) throws MalformedPlanException {
        List<Operand> operands = new ArrayList<>();
        for (RegoValue operand : fields.items(name)) {
            operands.add(operand(Fields.of(operand, fields.what() + "." + name)));
        }
        return operands;
    }

    private static List<Integer> indices(Fields fields, String name) throws MalformedPlanException {
        List<Integer> indices = new ArrayList<>();
        for (RegoValue item : fields.items(name)) {
            indices.add(Fields.index(item, fields.what() + "." + name));
        }
        return indices;
    }

    private int local(Fields fields, String name) throws MalformedPlanException {
        int index = fields.index(name);
        locals = Math.max(locals, index + 1);
        return index;
    }

    private List<Integer> locals(Fields fields, String name) throws MalformedPlanException {
        List<Integer> indices = indices(fields, name);
        for (int index : indices) {
            locals = Math.max(locals, index + 1);
        }
        return indices;
    }
}
