package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os/signal"
	"syscall"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/cri-streaming/pkg/streaming/portforward"
)

const (
	idleTimeout           = 4 * time.Hour    // the kubelet's streamingConnectionIdleTimeout
	streamCreationTimeout = 30 * time.Second // the CRI stream server's default
	podLookupTimeout      = 3 * time.Second
)

// runKubelet serves every node's kubelet port: port-forward, exec and attach here, with the container runtime's own
// stream code and containerd's ways, and everything else (logs) by kwok behind it, which is no runtime where it counts:
// it passes half-closes on, leaves the tunnels of deleted pods open and loses exit codes.
func runKubelet(args []string) error {
	flags := flag.NewFlagSet("kubelet", flag.ContinueOnError)
	listen := flags.String("listen", "", "address to serve on")
	kwokURL := flags.String("kwok", "", "kwok's URL")
	kubeconfig := flags.String("kubeconfig", "", "how to reach the API server")
	cert := flags.String("tls-cert-file", "", "certificate")
	key := flags.String("tls-private-key-file", "", "its key")
	workDir := flags.String("work-dir", "", "where commands of containers run")
	overrides := flags.String("backends", "", "JSON file of backends that stand in for the built-in ones, read at each connection")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		return err
	}
	clientset, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	pods := newPods(*overrides)
	pods.follow(ctx, clientset)

	proxy, err := kwokProxy(*kwokURL)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	forward := func(w http.ResponseWriter, req *http.Request) { servePortForward(w, req, pods) }
	mux.HandleFunc("/portForward/{namespace}/{pod}", forward)
	mux.HandleFunc("/portForward/{namespace}/{pod}/{uid}", forward)
	exec := inContainer(pods, *workDir, serveExec, nil)
	mux.HandleFunc("/exec/{namespace}/{pod}/{container}", exec)
	mux.HandleFunc("/exec/{namespace}/{pod}/{uid}/{container}", exec)
	attach := inContainer(pods, *workDir, serveAttach, proxy)
	mux.HandleFunc("/attach/{namespace}/{pod}/{container}", attach)
	mux.HandleFunc("/attach/{namespace}/{pod}/{uid}/{container}", attach)
	mux.Handle("/", proxy)
	server := &http.Server{
		Addr:    *listen,
		Handler: mux,
		// An upgrade needs HTTP/1.1, and the API server would otherwise agree on HTTP/2.
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.ListenAndServeTLS(*cert, *key); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func kwokProxy(address string) (*httputil.ReverseProxy, error) {
	target, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
		TLSNextProto:    map[string]func(string, *tls.Conn) http.RoundTripper{},
	}
	proxy.FlushInterval = -1
	return proxy, nil
}

// servePortForward answers as the kubelet's handler of the same name does, down to the words of its refusals.
func servePortForward(w http.ResponseWriter, req *http.Request, pods *pods) {
	options, err := portforward.NewV4Options(req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	// The API server has seen the pod already; our informer may be a moment behind.
	pod := pods.wait(req.Context(), req.PathValue("namespace")+"/"+req.PathValue("pod"), podLookupTimeout)
	if pod == nil {
		http.Error(w, "pod does not exist", http.StatusNotFound)
		return
	}
	if uid := req.PathValue("uid"); uid != "" && uid != pod.uid {
		http.Error(w, "pod not found", http.StatusNotFound)
		return
	}
	if !pod.sandboxed() {
		text := fmt.Sprintf("failed to find sandboxID for pod %s_%s(%s)", pod.name, pod.namespace, pod.uid)
		http.Error(w, text, http.StatusInternalServerError)
		return
	}
	portforward.ServePortForward(w, req, &forwarder{pods, pod}, pod.sandbox(), "", options,
		idleTimeout, streamCreationTimeout, portforward.SupportedProtocols)
}

// inContainer finds the container that a request names. Containers without stdin go to other, where there is one.
func inContainer(pods *pods, workDir string, serve func(http.ResponseWriter, *http.Request, container), other http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		pod := pods.wait(req.Context(), req.PathValue("namespace")+"/"+req.PathValue("pod"), podLookupTimeout)
		if pod == nil {
			http.Error(w, "pod does not exist", http.StatusNotFound)
			return
		}
		name := req.PathValue("container")
		running, stdin := pod.container(name)
		switch {
		case !running:
			http.Error(w, fmt.Sprintf("container not found (%q)", name), http.StatusInternalServerError)
		case other != nil && !stdin:
			other.ServeHTTP(w, req)
		default:
			serve(w, req, container{pod, workDir})
		}
	}
}
