// tfjs-core registers no gradients by itself and its own module that does cannot be loaded by name;
// tfjs-layers loads it for its side effect.
import "@tensorflow/tfjs-layers";
