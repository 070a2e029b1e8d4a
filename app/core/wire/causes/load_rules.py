"""What an engine says about a model, its memory and the messages: text before status.

The texts are those of Docker Model Runner's and llama.cpp's sources; more
specific rules come first.
"""

from .evidence import Rule, Words

LOAD_RULES: tuple[Rule, ...] = (
    Rule(
        Words(
            "context-exceeded",
            "the prompt is longer than the model's context",
            "The prompt has {prompt_tokens} tokens, the context holds {context_tokens}.",
            "Give the model a larger context, or send less: a new session, a shorter prompt.",
            "docker model configure --context-size {larger_context} {model}",
        ),
        pattern=r"exceed_context_size|exceeds the available context|maximum context length"
        r"|context_length_exceeded|context length|context window",
    ),
    Rule(
        Words(
            "not-enough-memory",
            "there is not enough memory for '{model}'",
            "The engine could not reserve memory for the model: {message}",
            "Unload other models, or use a smaller one or a smaller context.",
            "docker model unload --all",
        ),
        pattern=r"not enough (gpu )?memory|out of memory|failed to allocate|unable to allocate"
        r"|insufficient memory|cudaMalloc",
    ),
    Rule(
        Words(
            "engine-too-old",
            "the engine does not know this kind of model",
            "The engine is older than the model's architecture: {message}",
            "Update Docker Desktop or the Model Runner, or use another model.",
            "docker model reinstall-runner",
        ),
        pattern=r"unknown (model )?(architecture|arch|projector)|unsupported model architecture",
    ),
    Rule(
        Words(
            "engine-cannot-start",
            "the engine's program does not start on this machine",
            "Windows refused to run it (missing library, old driver or processor): {message}",
            "Update the graphics driver (NVIDIA's: 576.57 or newer), or switch GPU support off in "
            "Docker Desktop.",
            "docker model logs",
        ),
        pattern=r"0xc00000(05|7b|1d)|0xc0000135|exec format error|illegal instruction",
    ),
    Rule(
        Words(
            "format-mismatch",
            "'{model}' is not in the format that this engine reads",
            "llama.cpp reads GGUF; safetensors need vLLM, MLX or SGLang: {message}",
            "Pull a GGUF variant of the model, or name another engine in the base URL.",
            "docker model inspect {model}",
        ),
        pattern=r"gguf file required",
    ),
    Rule(
        Words(
            "load-failed",
            "'{model}' took too long to load",
            "The engine did not become ready within the runner's five minutes.",
            "Look at the engine's log; a smaller model or a warm disk loads faster.",
            "docker model logs",
        ),
        pattern=r"took too long to initialize",
    ),
    Rule(
        Words(
            "runner-stopping",
            "the runner is shutting down",
            "It loads no more models: {message}",
            "Start it again, then resend.",
            "docker model start-runner",
        ),
        pattern=r"backend loading disabled",
    ),
    Rule(
        Words(
            "load-failed",
            "'{model}' could not be loaded",
            "The engine ended while it loaded the model: {reason}",
            "Look at the engine's log for the reason; unload other models if memory is short.",
            "docker model logs",
        ),
        pattern=r"(unable to load runner:|failed to load model|terminated unexpectedly)"
        r"(.*?failed: )?\s*(?P<reason>[^\n]*)",
    ),
    Rule(
        Words(
            "template-refused",
            "the model's chat template refuses these messages",
            "Templates differ in what they take: one system message first, roles that "
            "alternate, tools or none. The engine says: {message}",
            "Send the turn without a system prompt or tools, or start a new session.",
        ),
        pattern=r"jinja|chat template|roles must alternate|system message must"
        r"|template (error|render)",
    ),
    Rule(
        Words(
            "images-unsupported",
            "'{model}' does not read images",
            "The model was loaded without a part for images: {message}",
            "Send text only, or use a vision model.",
        ),
        pattern=r"image (input|_url)|mmproj|multimodal|does not support (images|vision)",
    ),
)
