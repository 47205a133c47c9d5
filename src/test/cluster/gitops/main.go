// Command gitops compares and applies manifests as the two most used GitOps tools do, with their own
// libraries: whether an object is in sync is their answer, not ours. Manifests are read from standard
// input; each object is answered by one line, "Kind/namespace/name word".
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/argoproj/gitops-engine/pkg/diff"
	"github.com/fluxcd/pkg/ssa"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/kube-openapi/pkg/util/proto"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const (
	argoManager = "argocd-controller"
	fluxManager = "kustomize-controller"
	usage       = "usage: gitops KUBECONFIG argo-three-way|argo-structured|argo-server-side|argo-server-side-webhooks|flux-diff|flux-apply"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gitops:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, arguments []string) error {
	if len(arguments) != 2 {
		return errors.New(usage)
	}
	config, err := clientcmd.BuildConfigFromFlags("", arguments[0])
	if err != nil {
		return err
	}
	config.QPS, config.Burst = 200, 200
	objects, err := read(os.Stdin)
	if err != nil {
		return err
	}
	switch arguments[1] {
	case "argo-three-way", "argo-structured", "argo-server-side", "argo-server-side-webhooks":
		return argo(ctx, config, arguments[1], objects)
	case "flux-diff", "flux-apply":
		return flux(ctx, config, arguments[1], objects)
	default:
		return errors.New(usage)
	}
}

func read(input io.Reader) ([]*unstructured.Unstructured, error) {
	decoder := yaml.NewYAMLOrJSONDecoder(input, 4096)
	var objects []*unstructured.Unstructured
	for {
		object := &unstructured.Unstructured{}
		if err := decoder.Decode(object); errors.Is(err, io.EOF) {
			return objects, nil
		} else if err != nil {
			return nil, err
		}
		if len(object.Object) > 0 {
			objects = append(objects, object)
		}
	}
}

// cluster reads and dry-runs objects of any kind.
type cluster struct {
	dynamic dynamic.Interface
	mapper  meta.RESTMapper
}

func (c cluster) resource(object *unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	kind := object.GroupVersionKind()
	mapping, err := c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return nil, err
	}
	return c.dynamic.Resource(mapping.Resource).Namespace(object.GetNamespace()), nil
}

// Run is what Argo CD's comparison by server-side diff asks for.
func (c cluster) Run(ctx context.Context, object *unstructured.Unstructured, manager string) (string, error) {
	resource, err := c.resource(object)
	if err != nil {
		return "", err
	}
	options := metav1.ApplyOptions{FieldManager: manager, Force: true, DryRun: []string{metav1.DryRunAll}}
	predicted, err := resource.Apply(ctx, object.GetName(), object, options)
	if err != nil {
		return "", err
	}
	text, err := predicted.MarshalJSON()
	return string(text), err
}

func argo(ctx context.Context, config *rest.Config, mode string, objects []*unstructured.Unstructured) error {
	asked, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return err
	}
	groups, err := restmapper.GetAPIGroupResources(asked)
	if err != nil {
		return err
	}
	parser, err := typeParser(asked)
	if err != nil {
		return err
	}
	live, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	c := cluster{dynamic: live, mapper: restmapper.NewDiscoveryRESTMapper(groups)}
	for _, object := range objects {
		resource, err := c.resource(object)
		if err != nil {
			return err
		}
		stored, err := resource.Get(ctx, object.GetName(), metav1.GetOptions{})
		if err != nil {
			return err
		}
		result, err := diff.Diff(object, stored, argoOptions(mode, parser, c)...)
		if err != nil {
			return fmt.Errorf("%s: %w", name(object), err)
		}
		if result.Modified {
			fmt.Println(name(object), "OutOfSync")
			fmt.Fprintf(os.Stderr, "live      %s\npredicted %s\n", result.NormalizedLive, result.PredictedLive)
		} else {
			fmt.Println(name(object), "Synced")
		}
	}
	return nil
}

func argoOptions(mode string, parser *managedfields.GvkParser, c cluster) []diff.Option {
	options := []diff.Option{diff.WithManager(argoManager), diff.WithGVKParser(parser)}
	switch mode {
	case "argo-structured":
		options = append(options, diff.WithStructuredMergeDiff(true))
	case "argo-server-side":
		options = append(options, diff.WithServerSideDiff(true), diff.WithServerSideDryRunner(c),
			diff.WithIgnoreMutationWebhook(true))
	case "argo-server-side-webhooks":
		options = append(options, diff.WithServerSideDiff(true), diff.WithServerSideDryRunner(c),
			diff.WithIgnoreMutationWebhook(false))
	}
	return options
}

func typeParser(asked *discovery.DiscoveryClient) (*managedfields.GvkParser, error) {
	document, err := asked.OpenAPISchema()
	if err != nil {
		return nil, err
	}
	models, err := proto.NewOpenAPIData(document)
	if err != nil {
		return nil, err
	}
	return managedfields.NewGVKParser(models, false)
}

func flux(ctx context.Context, config *rest.Config, mode string, objects []*unstructured.Unstructured) error {
	c, err := client.New(config, client.Options{})
	if err != nil {
		return err
	}
	manager := ssa.NewResourceManager(c, nil, ssa.Owner{Field: fluxManager, Group: "kustomize.toolkit.fluxcd.io"})
	manager.SetOwnerLabels(objects, "shop", "flux-system")
	if mode == "flux-apply" {
		set, err := manager.ApplyAllStaged(ctx, objects, ssa.DefaultApplyOptions())
		if err != nil {
			return err
		}
		for _, entry := range set.Entries {
			fmt.Println(entry.Subject, entry.Action)
		}
		return nil
	}
	for _, object := range objects {
		entry, stored, predicted, err := manager.Diff(ctx, object, ssa.DefaultDiffOptions())
		if err != nil {
			return err
		}
		fmt.Println(entry.Subject, entry.Action)
		if stored != nil {
			fmt.Fprintln(os.Stderr, "live     ", stored, "\npredicted", predicted)
		}
	}
	return nil
}

func name(object *unstructured.Unstructured) string {
	return object.GetKind() + "/" + object.GetNamespace() + "/" + object.GetName()
}
