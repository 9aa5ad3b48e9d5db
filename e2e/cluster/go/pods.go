package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// backendsAnnotation says what listens on a pod's ports where "an HTTP server on each" is not wanted: "7=echo,9=none".
const backendsAnnotation = "portolan.test/backends"

// pod is what a runtime would know of it. Its listeners start at the first connection, so ten thousand pods cost none.
type pod struct {
	namespace, name, uid, node string
	done                       chan struct{} // closed when the pod is deleted

	mu       sync.Mutex
	phase    corev1.PodPhase
	ip       string
	ports    map[int32]string // container ports of running containers: "http", "echo" or "none"
	backends map[int32]*backend
	stdin    map[string]bool // by name, of each container that runs: whether it reads
}

// container says whether such a container runs, and whether it reads stdin.
func (p *pod) container(name string) (running, stdin bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	stdin, running = p.stdin[name]
	return running, stdin
}

func (p *pod) gone() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

func (p *pod) running() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.phase != corev1.PodSucceeded && p.phase != corev1.PodFailed
}

func (p *pod) sandboxed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.phase != corev1.PodPending || p.ip != ""
}

// sandbox is the id that a runtime would have given: 64 hex digits.
func (p *pod) sandbox() string {
	sum := sha256.Sum256([]byte(p.uid))
	return hex.EncodeToString(sum[:])
}

func (p *pod) update(from *corev1.Pod) {
	running := map[string]bool{}
	statuses := slices.Concat(from.Status.InitContainerStatuses, from.Status.ContainerStatuses, from.Status.EphemeralContainerStatuses)
	for _, status := range statuses {
		running[status.Name] = status.State.Running != nil
	}
	kinds := map[int32]string{}
	for _, entry := range strings.Split(from.Annotations[backendsAnnotation], ",") {
		if port, kind, ok := strings.Cut(strings.TrimSpace(entry), "="); ok {
			if number, err := strconv.ParseInt(port, 10, 32); err == nil {
				kinds[int32(number)] = kind
			}
		}
	}
	ports := map[int32]string{}
	for _, container := range slices.Concat(from.Spec.InitContainers, from.Spec.Containers) {
		if !running[container.Name] {
			continue
		}
		for _, port := range container.Ports {
			if port.Protocol == "" || port.Protocol == corev1.ProtocolTCP {
				ports[port.ContainerPort] = "http"
			}
		}
		for number, kind := range kinds {
			ports[number] = kind
		}
	}
	stdin := map[string]bool{}
	for _, container := range slices.Concat(from.Spec.InitContainers, from.Spec.Containers) {
		if running[container.Name] {
			stdin[container.Name] = container.Stdin
		}
	}
	for _, container := range from.Spec.EphemeralContainers {
		if running[container.Name] {
			stdin[container.Name] = container.Stdin
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stdin = stdin
	p.phase, p.ip, p.ports = from.Status.Phase, from.Status.PodIP, ports
}

func (p *pod) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.done)
	for _, b := range p.backends {
		b.close()
	}
	p.backends = nil
}

// pods are all pods of the cluster by namespace/name, kept by an informer.
type pods struct {
	overrides string

	mu     sync.Mutex
	byName map[string]*pod
}

func newPods(overrides string) *pods { return &pods{overrides: overrides, byName: map[string]*pod{}} }

func (ps *pods) follow(ctx context.Context, clientset kubernetes.Interface) {
	factory := informers.NewSharedInformerFactory(clientset, 0)
	informer := factory.Core().V1().Pods().Informer()
	_ = informer.SetTransform(func(object any) (any, error) {
		if p, ok := object.(*corev1.Pod); ok {
			p.ManagedFields, p.Status.Conditions = nil, nil
		}
		return object, nil
	})
	_, _ = informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { ps.seen(object.(*corev1.Pod)) },
		UpdateFunc: func(_, object any) { ps.seen(object.(*corev1.Pod)) },
		DeleteFunc: func(object any) {
			if last, ok := object.(cache.DeletedFinalStateUnknown); ok {
				object = last.Obj
			}
			if p, ok := object.(*corev1.Pod); ok {
				ps.deleted(p)
			}
		},
	})
	factory.Start(ctx.Done())
}

func (ps *pods) seen(from *corev1.Pod) {
	key := keyOf(from)
	ps.mu.Lock()
	known := ps.byName[key]
	if known == nil || known.uid != string(from.UID) {
		ps.byName[key] = &pod{
			namespace: from.Namespace, name: from.Name, uid: string(from.UID), node: from.Spec.NodeName,
			done: make(chan struct{}), backends: map[int32]*backend{},
		}
	}
	current := ps.byName[key]
	ps.mu.Unlock()
	if known != nil && known != current {
		known.end() // deleted and made again between two looks: one update for us
	}
	current.update(from)
}

func (ps *pods) deleted(from *corev1.Pod) {
	key := keyOf(from)
	ps.mu.Lock()
	known := ps.byName[key]
	if known != nil && known.uid == string(from.UID) {
		delete(ps.byName, key)
	} else {
		known = nil
	}
	ps.mu.Unlock()
	if known != nil {
		known.end()
	}
}

func (ps *pods) wait(ctx context.Context, key string, limit time.Duration) *pod {
	for deadline := time.Now().Add(limit); ; time.Sleep(10 * time.Millisecond) {
		ps.mu.Lock()
		found := ps.byName[key]
		ps.mu.Unlock()
		if found != nil || time.Now().After(deadline) || ctx.Err() != nil {
			return found
		}
	}
}

// backend returns the address of what listens on the pod's port: a test's own server where the overrides name one, else
// the built-in one of the port's kind; "" for a port nothing listens on.
func (ps *pods) backend(p *pod, port int32) (string, error) {
	raw, err := os.ReadFile(ps.overrides)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	if len(raw) > 0 {
		var overrides map[string]map[string]string
		if err := json.Unmarshal(raw, &overrides); err != nil {
			return "", fmt.Errorf("backends: %w", err)
		}
		if address, ok := overrides[p.namespace+"/"+p.name][strconv.Itoa(int(port))]; ok {
			return address, nil
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	kind, listed := p.ports[port]
	if !listed || kind == "none" || p.gone() {
		return "", nil
	}
	if p.backends[port] == nil {
		b, err := startBackend(p, port, kind)
		if err != nil {
			return "", err
		}
		p.backends[port] = b
	}
	return p.backends[port].address(), nil
}

func keyOf(object metav1.Object) string { return object.GetNamespace() + "/" + object.GetName() }

func isRefused(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && errors.Is(err, syscall.ECONNREFUSED)
}
