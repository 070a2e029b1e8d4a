"""The words for requests that got no response."""

from .evidence import Words

BAD_ADDRESS = Words(
    "bad-address",
    "the base URL cannot be used",
    "{message}",
    "Write the base as http://HOST:PORT/engines/ENGINE, such as "
    "http://localhost:12434/engines/llama.cpp",
)
NOT_SENT = Words(
    "not-sent",
    "the request was not sent: {message}",
    "It could not be put into an HTTP request.",
    "Check the lane's key, base and parameters.",
)
NAME = Words(
    "name-not-resolved",
    "the host name in {base} is not known",
    "No address belongs to it: a typing error, or a name that is known elsewhere only.",
    "Check the name; on this machine it is localhost.",
    "export QUAYSIDE_BASE=http://localhost:12434/engines/llama.cpp",
)
CONTAINER_NAME = Words(
    "name-not-resolved",
    "{host} is known inside containers only",
    "Docker gives this name to containers; the host itself does not know it.",
    "On the host use http://localhost:12434. In a container on Linux, map the name: "
    "extra_hosts: ['model-runner.docker.internal:host-gateway'], and use port 12434.",
    "export QUAYSIDE_BASE=http://localhost:12434/engines/llama.cpp",
)
NOTHING = Words(
    "nothing-listening",
    "nothing listens on {host}",
    "This machine refused the connection: the server is not running, or has another port "
    "(a Docker Model Runner has 12434).",
    "Start the server, or correct the port.",
    "curl http://localhost:12434/engines/status",
)
NOTHING_ELSEWHERE = Words(
    "nothing-listening",
    "nothing listens on {host}",
    "That machine refused the connection: the server is not running, has another port, or "
    "listens on its own loopback only (a Docker Model Runner does, on port 12434).",
    "Start the server there and let it listen on the network; it asks for no key.",
    "docker model reinstall-runner --host 0.0.0.0",
)
NOTHING_ON_12434 = Words(
    "nothing-listening",
    "no Docker Model Runner listens on {host}",
    "Docker Desktop keeps the TCP port closed until it is asked to open it; on Docker Engine "
    "the runner is not installed or not running.",
    "Docker Desktop: enable TCP. Docker Engine: docker model install-runner. Without Docker: "
    "quayside demo.",
    "docker desktop enable model-runner --tcp 12434",
)
NOTHING_ON_22088 = Words(
    "nothing-listening",
    "nothing listens on {host}",
    "22088 is the port that LiteLLM assumes; a Docker Model Runner listens on 12434.",
    "Use the base http://localhost:12434/engines/llama.cpp, or start a runner on 22088 with "
    "`quayside runner`.",
    "export QUAYSIDE_BASE=http://localhost:12434/engines/llama.cpp",
)
NO_GATEWAY = Words(
    "nothing-listening",
    "no gateway listens on {host}",
    "The LiteLLM Proxy is not running, is still starting (half a minute is usual), or has "
    "another port.",
    "Start it, or wait and send again.",
    "litellm --config config.yaml --port 4000",
)
SOCKET_SILENT = Words(
    "nothing-listening",
    "nothing listens on the socket {socket}",
    "The file is there, but the program behind it has ended.",
    "Start Docker Desktop, or the runner.",
    "docker desktop start",
)
SOCKET_MISSING = Words(
    "socket-missing",
    "there is no socket {socket}",
    "Docker Desktop is not running, or keeps its socket elsewhere.",
    "Start Docker Desktop; its socket is usually ~/.docker/run/docker.sock.",
    "docker context inspect --format '{{{{.Endpoints.docker.Host}}}}'",
)
DENIED = Words(
    "access-denied",
    "the system does not let this user connect to {base}",
    "The socket belongs to another user or group, or a firewall forbids the connection.",
    "Join the group of the socket (usually docker), then log in again.",
    "sudo usermod -aG docker $USER",
)
UNREACHABLE = Words(
    "host-unreachable",
    "there is no way to {host}",
    "The machine is off, or in a network that this one does not reach (VPN, container).",
    "Check the address, and that it answers to ping.",
)
CONNECT_TIMEOUT = Words(
    "connect-timeout",
    "{host} does not answer",
    "No connection within 5 s: the machine is off, or a firewall drops the packets.",
    "Check address and port, and the firewall between.",
)
NOT_CONNECTED = Words(
    "not-connected",
    "there is no connection to {host}",
    "The system says: {message}",
    "Check address and port.",
)
TIMEOUT = Words(
    "timeout",
    "the server stopped answering",
    "No byte came in time: {message}",
    "Send again; look at the engine's log.",
    "docker model logs",
)
RESET = Words(
    "connection-reset",
    "the server closed the connection without an answer",
    "It took the request and ended: the engine or the runner crashed, or another program has "
    "this port (on Windows, a reserved port range does this too).",
    "Send again; read the engine's log. On Windows: netsh int ipv4 show excludedportrange tcp",
    "docker model logs",
)
GONE = Words(
    "connection-lost",
    "{host} is gone",
    "The connection was there, and then its other end answered no more: the machine sleeps, its "
    "network is away, or a container or a virtual machine was paused.",
    "Check that the machine is awake and can be reached, then send again.",
)
CUT = Words(
    "answer-cut",
    "the answer was cut off",
    "The connection ended before the answer did: the server crashed or was stopped, or something "
    "between closed it. The words are: {message}",
    "Send again; if it stays, read the engine's log.",
    "docker model logs",
)
BROKEN_HTTP = Words(
    "broken-http",
    "the answer breaks the rules of HTTP: {message}",
    "What it says could be read in two ways, or is larger than any server's. Something between "
    "damages responses, or another program has the port of {host}.",
    "Ask the engine straight if something stands between; check what listens on that port.",
)
NOT_HTTP = Words(
    "not-http",
    "what answers on {host} does not speak HTTP",
    "Another program has this port, or it wants https://: {message}",
    "Check the port and the scheme of {base}",
)
CERTIFICATE = Words(
    "certificate-refused",
    "the certificate of {host} is not trusted",
    "A runner's own certificate (port 12444) is self-signed: {message}",
    "Use http:// on port 12434, or take the certificate over and name it in SSL_CERT_FILE.",
    "openssl s_client -connect {host} </dev/null | openssl x509 -out runner.pem && "
    "export SSL_CERT_FILE=$PWD/runner.pem",
)
CERTIFICATE_EXPIRED = Words(
    "certificate-refused",
    "the certificate of {host} has expired",
    "Its time is over, or this machine's clock is wrong: {message}",
    "Let the server have a new certificate; see whether the date is right on both machines.",
    "openssl s_client -connect {host} </dev/null | openssl x509 -noout -dates",
)
CERTIFICATE_OF_OTHERS = Words(
    "certificate-refused",
    "the certificate of {host} is for another name",
    "It does not name the host that the base names: {message}",
    "Write the base with a name that the certificate has, or check whether this is the server.",
    "openssl s_client -connect {host} </dev/null | openssl x509 -noout -ext subjectAltName",
)
TLS_MISMATCH = Words(
    "tls-mismatch",
    "{host} does not speak HTTPS",
    "The base says https://, the server answers otherwise: {message}",
    "Write the base with http://.",
)
TLS_SILENT = Words(
    "tls-silent",
    "{host} takes the connection and says nothing to HTTPS",
    "TLS was begun and not answered within 5 s: what listens there hangs, waits for plain HTTP, or "
    "is a tunnel that leads to nobody.",
    "Try the base with http://; if that is silent too, start what listens there, or the tunnel, "
    "anew.",
    "openssl s_client -connect {host} </dev/null",
)
WEB_PROXY = Words(
    "web-proxy",
    "a web proxy from the environment cannot be used",
    "HTTP_PROXY or ALL_PROXY leads requests for {host} through a proxy: {message}",
    "Take the host out of proxying.",
    "export NO_PROXY={host}",
)
BROKEN_ENCODING = Words(
    "broken-encoding",
    "the answer cannot be unpacked",
    "The server says that it is compressed, but it is not, or it was cut: {message}",
    "Ask the engine straight if something stands between.",
)
