// The program rego-plans reads OPA's own conformance cases and writes, for each, its plan and what it
// expects: one JSON document per line. All of them in one process, because a process per case takes an
// hour.
//
//	rego-plans [-v0] DIRECTORY
//
// DIRECTORY holds the YAML files, v1/test/cases/testdata/v1 of the module
// github.com/open-policy-agent/opa, or v0 beside it, which is in the language before OPA 1.0. The plans are made by the planner behind "opa build -t plan"; the
// public way to one for a query, rather than for an entry point, is a target plugin.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/test/cases"
	"github.com/open-policy-agent/opa/v1/types"
)

// planned is one line.
type planned struct {
	File         string         `json:"file"`
	Case         cases.TestCase `json:"case"`
	HasInput     bool           `json:"has_input"`
	HasResult    bool           `json:"has_result"`
	Input        *term          `json:"input,omitempty"`
	Plan         *ir.Policy     `json:"plan,omitempty"`
	CompileError string         `json:"compile_error,omitempty"`
}

// term is a Rego value with its type, because an input may be written as a term that JSON cannot hold.
type term struct {
	Array  []*term         `json:"array,omitempty"`
	Set    []*term         `json:"set,omitempty"`
	Object [][2]*term      `json:"object,omitempty"`
	Type   string          `json:"type"`
	Scalar json.RawMessage `json:"scalar,omitempty"`
}

func main() {
	version := ast.RegoV1
	arguments := os.Args[1:]
	if len(arguments) == 2 && arguments[0] == "-v0" {
		version = ast.RegoV0
		arguments = arguments[1:]
	}
	if len(arguments) != 1 {
		fail("usage: rego-plans [-v0] DIRECTORY")
	}
	directory := arguments[0]
	set, err := cases.Load(directory)
	if err != nil {
		fail(err.Error())
	}
	rego.RegisterPlugin("plan", planTarget{})
	// OPA's own test program has this builtin, and two cases call it.
	ast.RegisterBuiltin(&ast.Builtin{
		Name: "test.sleep",
		Decl: types.NewFunction(types.Args(types.S), types.Nl),
	})
	lines := make([][]byte, len(set.Cases))
	indices := make(chan int)
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for i := range indices {
				lines[i] = line(directory, version, set.Cases[i])
			}
		}()
	}
	for i := range set.Cases {
		indices <- i
	}
	close(indices)
	workers.Wait()
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	for _, bytes := range lines {
		out.Write(bytes)
		out.WriteByte('\n')
	}
	if err := out.Flush(); err != nil {
		fail(err.Error())
	}
}

func line(directory string, version ast.RegoVersion, tc cases.TestCase) []byte {
	file, err := filepath.Rel(directory, tc.Filename)
	if err != nil {
		file = tc.Filename
	}
	result := planned{File: file, HasInput: tc.Input != nil, HasResult: tc.WantResult != nil}
	if tc.InputTerm != nil {
		parsed, err := ast.ParseTerm(*tc.InputTerm)
		if err != nil {
			fail(tc.Note + ": " + err.Error())
		}
		result.Input = typed(parsed.Value)
	}
	plan, err := plan(version, tc)
	if err != nil {
		result.CompileError = err.Error()
	}
	result.Plan = plan
	tc.Modules = nil
	result.Case = tc
	bytes, err := json.Marshal(result)
	if err != nil {
		fail(tc.Note + ": " + err.Error())
	}
	return bytes
}

func plan(version ast.RegoVersion, tc cases.TestCase) (policy *ir.Policy, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("planner: %v", panicked)
		}
	}()
	target := &captured{}
	ctx := context.WithValue(context.Background(), capturedKey{}, target)
	options := []func(*rego.Rego){
		rego.Query(tc.Query),
		rego.Target(targetName),
		rego.SetRegoVersion(version),
	}
	if tc.ExperimentalKeywords {
		options = append(options, rego.Capabilities(
			ast.CapabilitiesForThisVersion(ast.CapabilitiesExperimentalKeywords(true))))
	}
	for i, module := range tc.Modules {
		options = append(options, rego.Module(fmt.Sprintf("test-%d.rego", i), module))
	}
	_, err = rego.New(options...).PrepareForEval(ctx)
	return target.policy, err
}

func typed(value ast.Value) *term {
	switch v := value.(type) {
	case *ast.Array:
		result := &term{Type: "array"}
		v.Foreach(func(item *ast.Term) { result.Array = append(result.Array, typed(item.Value)) })
		return result
	case ast.Set:
		result := &term{Type: "set"}
		v.Foreach(func(item *ast.Term) { result.Set = append(result.Set, typed(item.Value)) })
		return result
	case ast.Object:
		result := &term{Type: "object"}
		v.Foreach(func(key, item *ast.Term) {
			result.Object = append(result.Object, [2]*term{typed(key.Value), typed(item.Value)})
		})
		return result
	default:
		native, err := ast.JSON(value)
		if err != nil {
			fail(err.Error())
		}
		bytes, err := json.Marshal(native)
		if err != nil {
			fail(err.Error())
		}
		return &term{Type: "scalar", Scalar: bytes}
	}
}

const targetName = "driftseal"

type capturedKey struct{}

// captured takes the plan out of the preparation of a query.
type captured struct{ policy *ir.Policy }

// planTarget is an evaluation target that only keeps the plan.
type planTarget struct{}

func (planTarget) IsTarget(name string) bool { return name == targetName }

func (planTarget) PrepareForEval(
	ctx context.Context, policy *ir.Policy, _ ...rego.PrepareOption,
) (rego.TargetPluginEval, error) {
	ctx.Value(capturedKey{}).(*captured).policy = policy
	return planTarget{}, nil
}

func (planTarget) Eval(context.Context, *rego.EvalContext, ast.Value) (ast.Value, error) {
	return nil, fmt.Errorf("plans are only made here")
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
