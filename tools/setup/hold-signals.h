// Keeps signals away from the threads that compute; the compiler reads this before each source of
// tfjs-node's addon.
//
// Some of oneDNN's matrix products point the stack pointer into memory from malloc. A signal
// handler that runs at that moment writes below that memory, over what belongs to others, and the
// process dies. So a thread blocks signals for the length of a call: another thread takes them, or
// they wait. TensorFlow starts its own threads in such calls: they inherit the block and handle no
// signal at all.

#include <initializer_list>
#include <signal.h>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"

class HeldSignals {
 public:
  HeldSignals() {
    sigset_t held;
    sigfillset(&held);
    // Faults of the code itself, which cannot wait.
    for (int fault : {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP}) sigdelset(&held, fault);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  ~HeldSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

template <typename Result, typename... Parameters, typename... Arguments>
Result WithHeldSignals(Result (*call)(Parameters...), Arguments... arguments) {
  HeldSignals held;
  return call(arguments...);
}

// What computes or starts threads. A macro does not expand itself, so these call the originals.
#define TFE_NewContext(...) WithHeldSignals(TFE_NewContext, __VA_ARGS__)
#define TFE_Execute(...) WithHeldSignals(TFE_Execute, __VA_ARGS__)
#define TF_LoadSessionFromSavedModel(...) WithHeldSignals(TF_LoadSessionFromSavedModel, __VA_ARGS__)
#define TF_SessionRun(...) WithHeldSignals(TF_SessionRun, __VA_ARGS__)
