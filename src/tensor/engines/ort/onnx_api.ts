/** Version of the C interface; later versions of the library keep it as it is. */
const API_VERSION = 17;

/** Functions of `OrtApi` in `onnxruntime_c_api.h`: place in the table, parameters, result. */
const FUNCTIONS = {
  GetErrorMessage: [2, ["pointer"], "pointer"],
  CreateEnv: [3, ["i32", "buffer", "buffer"], "pointer"],
  CreateSessionFromArray: [8, ["pointer", "buffer", "usize", "pointer", "buffer"], "pointer"],
  CreateSessionOptions: [10, ["buffer"], "pointer"],
  EnableProfiling: [14, ["pointer", "buffer"], "pointer"],
  DisableMemPattern: [17, ["pointer"], "pointer"],
  SetSessionLogSeverityLevel: [22, ["pointer", "i32"], "pointer"],
  SetSessionGraphOptimizationLevel: [23, ["pointer", "i32"], "pointer"],
  SetIntraOpNumThreads: [24, ["pointer", "i32"], "pointer"],
  SetInterOpNumThreads: [25, ["pointer", "i32"], "pointer"],
  CreateTensorAsOrtValue: [48, ["pointer", "buffer", "usize", "i32", "buffer"], "pointer"],
  CreateTensorWithDataAsOrtValue: [
    49,
    ["pointer", "buffer", "usize", "buffer", "usize", "i32", "buffer"],
    "pointer",
  ],
  CreateMemoryInfo: [68, ["buffer", "i32", "i32", "i32", "buffer"], "pointer"],
  CreateCpuMemoryInfo: [69, ["i32", "i32", "buffer"], "pointer"],
  ReleaseStatus: [93, ["pointer"], "void"],
  ReleaseSession: [95, ["pointer"], "void"],
  ReleaseValue: [96, ["pointer"], "void"],
  ReleaseSessionOptions: [100, ["pointer"], "void"],
  AddSessionConfigEntry: [130, ["pointer", "buffer", "buffer"], "pointer"],
  CreateAllocator: [131, ["pointer", "pointer", "buffer"], "pointer"],
  CreateAndRegisterAllocator: [144, ["pointer", "pointer", "pointer"], "pointer"],
  CreateArenaCfg: [156, ["usize", "i32", "i32", "i32", "buffer"], "pointer"],
  ReleaseArenaCfg: [157, ["pointer"], "void"],
  SessionOptionsAppendExecutionProvider_CUDA_V2: [204, ["pointer", "pointer"], "pointer"],
  CreateCUDAProviderOptions: [205, ["buffer"], "pointer"],
  UpdateCUDAProviderOptions: [206, ["pointer", "buffer", "buffer", "usize"], "pointer"],
  ReleaseCUDAProviderOptions: [208, ["pointer"], "void"],
  AddExternalInitializers: [210, ["pointer", "buffer", "buffer", "usize"], "pointer"],
  SessionOptionsAppendExecutionProvider: [
    216,
    ["pointer", "buffer", "buffer", "buffer", "usize"],
    "pointer",
  ],
} as const;

/** `Run`, which works on a thread of its own while JavaScript goes on. */
const RUN = {
  index: 9,
  definition: {
    parameters: ["pointer", "pointer", "buffer", "buffer", "usize", "buffer", "usize", "buffer"],
    result: "pointer",
    nonblocking: true,
  },
} as const;

/**
 * The arena that all sessions share grows by what is asked. ONNX Runtime's own grows in powers of two,
 * one for each session; without an arena the C library keeps memory for each thread that a step has run
 * on. A training step at d = 768 peaks at 2.6 GB, 5.0 GB and 3.8 GB so.
 */
const GROWS_AS_REQUESTED = 1;

type Name = keyof typeof FUNCTIONS;
type Argument = number | bigint | Deno.PointerValue | BufferSource;

/** Names, and the addresses of the values that bear them. */
export interface Bound {
  readonly names: TextList;
  readonly addresses: BigUint64Array<ArrayBuffer>;
}

/** Texts as C reads an array of them; they must be kept as long as it is read. */
export interface TextList {
  readonly strings: readonly Uint8Array<ArrayBuffer>[];
  readonly addresses: BigUint64Array<ArrayBuffer>;
}

/** ONNX Runtime by its C interface. */
export interface OnnxLibrary {
  /** Its version, such as `1.30.0`. */
  readonly version: string;
  /** The environment that sessions share. */
  readonly environment: Deno.PointerValue;
  /** Describes the memory of arrays. */
  readonly memoryInfo: Deno.PointerValue;
  /**
   * Calls a function that gives a status.
   *
   * @throws {Error} If the status is not good.
   */
  check(name: Name, ...given: Argument[]): void;
  /** Calls a function whose last parameter is where it writes what it makes. */
  create(name: Name, ...given: Argument[]): Deno.PointerValue;
  /** Tells a session to compute by one of the providers that the library knows by their names. */
  appendProvider(sessionOptions: Deno.PointerValue, name: string): void;
  /** Tells a session to compute by CUDA. */
  appendCuda(
    sessionOptions: Deno.PointerValue,
    settings: Readonly<Record<string, string>>,
  ): void;
  /** Calls a function that frees. */
  free(name: Name, pointer: Deno.PointerValue): void;
  /** Calls `Run`; the memory of the values must be kept until it ends. */
  run(session: Deno.PointerValue, inputs: Bound, outputs: Bound): Promise<void>;
}

/** Text as C reads it. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text + "\0");
}

/** A path as C reads it: of wide characters on Windows. */
export function cPath(path: string): Uint8Array<ArrayBuffer> {
  if (Deno.build.os !== "windows") return cString(path);
  const wide = Uint16Array.from(path + "\0", (letter) => letter.charCodeAt(0));
  return new Uint8Array(wide.buffer);
}

/**
 * An array that stays where it is. V8 keeps small ones within JavaScript's heap, whose objects move, until
 * their buffer is asked for.
 */
export function pinned<Data extends ArrayBufferView>(
  data: Data,
): Data & ArrayBufferView<ArrayBuffer> {
  if (data.buffer instanceof SharedArrayBuffer) throw new TypeError("Cannot bind shared memory");
  return data as Data & ArrayBufferView<ArrayBuffer>;
}

/** Addresses, as C reads an array of pointers. */
export function addressesOf(pointers: readonly Deno.PointerValue[]): BigUint64Array<ArrayBuffer> {
  return pinned(
    BigUint64Array.from(pointers, (pointer) => BigInt(Deno.UnsafePointer.value(pointer))),
  );
}

/** Texts as C reads an array of them. */
export function listOf(texts: readonly string[]): TextList {
  const strings = texts.map((text) => pinned(cString(text)));
  return { strings, addresses: addressesOf(strings.map((it) => Deno.UnsafePointer.of(it))) };
}

/**
 * Opens ONNX Runtime by its C interface.
 *
 * @param path Name or path by which the loader finds the library.
 * @throws {Error} If it is not found, or is no ONNX Runtime, or one that is too old.
 */
export function openLibrary(path: string): OnnxLibrary {
  const { symbols } = Deno.dlopen(path, {
    OrtGetApiBase: { parameters: [], result: "pointer" },
  });
  const base = new Deno.UnsafePointerView(symbols.OrtGetApiBase()!);
  const getApi = new Deno.UnsafeFnPointer(base.getPointer(0)!, {
    parameters: ["u32"],
    result: "pointer",
  });
  const getVersion = new Deno.UnsafeFnPointer(base.getPointer(8)!, {
    parameters: [],
    result: "pointer",
  });
  const version = Deno.UnsafePointerView.getCString(getVersion.call()!);
  const api = getApi.call(API_VERSION);
  if (api === null) {
    throw new Error(
      `${path} is ONNX Runtime ${version}, which has no version ${API_VERSION} of the C interface`,
    );
  }
  const table = new Deno.UnsafePointerView(api);
  const at = (index: number) => table.getPointer(8 * index) as never;
  const functions = Object.fromEntries(
    Object.entries(FUNCTIONS).map(([name, [index, parameters, result]]) => [
      name,
      new Deno.UnsafeFnPointer(at(index), { parameters, result }),
    ]),
  ) as unknown as Record<Name, { call(...given: Argument[]): Deno.PointerValue }>;
  const running = new Set<unknown>();
  const runFunction = new Deno.UnsafeFnPointer(at(RUN.index), RUN.definition);

  const throwIfBad = (status: Deno.PointerValue) => {
    if (status === null) return;
    const message = functions.GetErrorMessage.call(status);
    const text = Deno.UnsafePointerView.getCString(message!);
    functions.ReleaseStatus.call(status);
    throw new Error(`ONNX Runtime: ${text}`);
  };
  const check: OnnxLibrary["check"] = (name, ...given) =>
    throwIfBad(functions[name].call(...given));
  const create: OnnxLibrary["create"] = (name, ...given) => {
    const made = new BigUint64Array(1);
    check(name, ...given, made);
    return Deno.UnsafePointer.create(made[0]!);
  };
  // Warnings and what is worse.
  const environment = create("CreateEnv", 2, cString("proseco"));
  // Memory of an arena, of the default kind.
  const memoryInfo = create("CreateCpuMemoryInfo", 1, 0);
  const arena = create("CreateArenaCfg", 0n, GROWS_AS_REQUESTED, -1, -1);
  // Refused where another worker of this process has registered it.
  functions.ReleaseStatus.call(
    functions.CreateAndRegisterAllocator.call(environment, memoryInfo, arena),
  );
  functions.ReleaseArenaCfg.call(arena);
  return {
    version,
    environment,
    memoryInfo,
    check,
    create,
    free: (name, pointer) => void functions[name].call(pointer),
    appendProvider(options, name) {
      const none = new BigUint64Array(1);
      check("SessionOptionsAppendExecutionProvider", options, cString(name), none, none, 0n);
    },
    appendCuda(options, settings) {
      const cuda = create("CreateCUDAProviderOptions");
      try {
        const keys = listOf(Object.keys(settings)), values = listOf(Object.values(settings));
        const count = BigInt(keys.addresses.length);
        check("UpdateCUDAProviderOptions", cuda, keys.addresses, values.addresses, count);
        check("SessionOptionsAppendExecutionProvider_CUDA_V2", options, cuda);
      } finally {
        functions.ReleaseCUDAProviderOptions.call(cuda);
      }
    },
    async run(session, inputs, outputs) {
      // The collector knows of nothing that only C still reads.
      const read = { inputs, outputs };
      running.add(read);
      try {
        throwIfBad(
          await runFunction.call(
            ...[session, null, inputs.names.addresses, inputs.addresses] as const,
            ...[BigInt(inputs.addresses.length), outputs.names.addresses] as const,
            ...[BigInt(outputs.addresses.length), outputs.addresses] as const,
          ),
        );
      } finally {
        running.delete(read);
      }
    },
  };
}
