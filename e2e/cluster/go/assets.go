package main

import (
	"encoding/json"
	"os"

	node "sigs.k8s.io/kwok/kustomize/stage/node/fast"
	heartbeat "sigs.k8s.io/kwok/kustomize/stage/node/heartbeat-with-lease"
	podfast "sigs.k8s.io/kwok/kustomize/stage/pod/fast"
)

// writeAssets prints kwok's own stages, so that the bed changes what the module ships instead of keeping a copy.
func writeAssets([]string) error {
	return json.NewEncoder(os.Stdout).Encode(map[string]string{
		"nodeInitialize": node.DefaultNodeInit,
		"nodeHeartbeat":  heartbeat.DefaultNodeHeartbeatWithLease,
		"podReady":       podfast.DefaultPodReady,
		"podComplete":    podfast.DefaultPodComplete,
		"podDelete":      podfast.DefaultPodDelete,
	})
}
