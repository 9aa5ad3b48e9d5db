package main

import (
	"encoding/json"
	"io"
	"os"

	"k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/kubelet/envvars"
)

// writeEnvironment reads a list of Services and prints what kubelet makes of each: a list of variables for each one.
func writeEnvironment(in io.Reader) error {
	var list v1.ServiceList
	if err := json.NewDecoder(in).Decode(&list); err != nil {
		return err
	}
	made := make([][]v1.EnvVar, 0, len(list.Items))
	for i := range list.Items {
		made = append(made, envvars.FromServices([]*v1.Service{&list.Items[i]}))
	}
	return json.NewEncoder(os.Stdout).Encode(made)
}
