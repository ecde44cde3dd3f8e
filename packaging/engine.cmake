# Read by the project of the engine when it begins (see engine.py): its common library is for its own programs.
set(LLAMA_BUILD_COMMON OFF)
