// Command etcd is the store of the development cluster. A module of its own, because in the module of
// the Kubernetes components it would lift the versions of what they share.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
