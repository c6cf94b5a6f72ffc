// cuRAND's CURAND_RNG_PSEUDO_PHILOX4_32_10, words only. Written from Salmon et al. (2011) and from
// the order in which the real library counts: 65536 blocks of four words a counter window. That is
// the legacy ordering, and so far the default one, too; here a generator must be told which, since
// no document promises that the two stay the same.
#include "library.h"

#include <cstdint>

using namespace softgpu;

namespace {

enum Status { SUCCESS, NOT_INITIALIZED = 101, TYPE_ERROR = 103, OUT_OF_RANGE = 104, LAUNCH_FAILURE = 201, NO_CONTEXT = 203 };

constexpr int PHILOX4_32_10 = 161;
constexpr int DEFAULT_ORDERING = 101;
constexpr int LEGACY_ORDERING = 103;

struct Generator {
  uint64_t seed = 0;
  uint64_t position = 0;
  void* stream = nullptr;
  bool ordered = false;
};

Opened<Generator> generators;

uint32_t word(uint64_t seed, uint64_t position) {
  uint64_t block = position / 4;
  uint64_t window = block / 65536;
  uint32_t counter[4] = {(uint32_t)window, (uint32_t)(window >> 32), (uint32_t)(block % 65536), 0};
  uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
  for (int round = 0; round < 10; round++) {
    uint64_t first = (uint64_t)0xD2511F53 * counter[0];
    uint64_t second = (uint64_t)0xCD9E8D57 * counter[2];
    uint32_t next[4] = {(uint32_t)(second >> 32) ^ counter[1] ^ key[0], (uint32_t)second,
                        (uint32_t)(first >> 32) ^ counter[3] ^ key[1], (uint32_t)first};
    for (int i = 0; i < 4; i++) counter[i] = next[i];
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter[position % 4];
}

int with(const char* name, Generator* generator, const std::function<int()>& work) {
  return library_call(name, NO_CONTEXT, [&] {
    return generators.has(generator) ? work() : (int)NOT_INITIALIZED;
  });
}

}  // namespace

ENTRY curandGetProperty(int part, int* value) { return version_part(part, 10, 3, 0, value); }

ENTRY curandCreateGenerator(Generator** generator, int type) {
  return library_call("curandCreateGenerator", NO_CONTEXT, [=] {
    if (type != PHILOX4_32_10) return TYPE_ERROR;
    *generator = generators.open();
    return SUCCESS;
  });
}

ENTRY curandDestroyGenerator(Generator* generator) {
  return with("curandDestroyGenerator", generator, [=] {
    generators.close(generator);
    return SUCCESS;
  });
}

ENTRY curandSetGeneratorOrdering(Generator* generator, int ordering) {
  return with("curandSetGeneratorOrdering", generator, [=] {
    if (ordering != DEFAULT_ORDERING && ordering != LEGACY_ORDERING) return OUT_OF_RANGE;
    generator->ordered = true;
    return SUCCESS;
  });
}

ENTRY curandSetStream(Generator* generator, void* stream) {
  return with("curandSetStream", generator, [=] {
    generator->stream = stream;
    return SUCCESS;
  });
}

ENTRY curandSetPseudoRandomGeneratorSeed(Generator* generator, unsigned long long seed) {
  return with("curandSetPseudoRandomGeneratorSeed", generator, [=] {
    generator->seed = seed;
    generator->position = 0;
    return SUCCESS;
  });
}

ENTRY curandSetGeneratorOffset(Generator* generator, unsigned long long offset) {
  return with("curandSetGeneratorOffset", generator, [=] {
    generator->position = offset;
    return SUCCESS;
  });
}

ENTRY curandGenerate(Generator* generator, uint32_t* out, size_t count) {
  return with("curandGenerate", generator, [=] {
    if (!generator->ordered) return OUT_OF_RANGE;
    if (!library_holds(out, count * sizeof(uint32_t), sizeof(uint32_t))) return LAUNCH_FAILURE;
    bool submitted =
        library_submit(generator->stream, [out, count, state = *generator] {
          for (size_t i = 0; i < count; i++) out[i] = word(state.seed, state.position + i);
        });
    generator->position += count;
    return submitted ? SUCCESS : LAUNCH_FAILURE;
  });
}
