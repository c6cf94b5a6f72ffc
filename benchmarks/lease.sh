#!/bin/bash
# One lease, one command: tests and measures everything on a machine with a device that is lent for
# minutes and has no Java, no Maven and no network.
#
#   RIG=FOLDER benchmarks/lease.sh --prepare   here: builds, and packs what is needed there into .gpu;
#                                              RIG is the folder of the rig's prepare.sh
#   benchmarks/lease.sh                        there, with .gpu carried: every step
#   benchmarks/lease.sh STEP...                there, a second time: only these
#   benchmarks/lease.sh --plan                 the steps, with the seconds that each may take
#
# A step that takes longer than it may is ended, with all it started; what it had measured before is
# kept, and the next step begins. A gate that fails ends everything but what a mend has to know. The
# steps "first" come by their value and have time for sure; those behind them take what is left.
# After each step, and some seconds meanwhile, all figures lie in $OUT: summary.txt, the page
# table.md, clocks.csv, results.tgz. Environment:
#   BUDGET  seconds for all steps (570: a command on the machine may take 600)
#   LIMIT   the most seconds for any step
#   EVERY   after so many seconds of a step what it has measured is kept (20)
#   WORK    where figures are kept between two runs, and what was measured before is added to
#           (/tmp/tensorinit-lease)
#   QUICK   set: small sizes, to see that everything runs
set -uo pipefail
self=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/$(basename "${BASH_SOURCE[0]}")
cd "$(dirname "$self")/.." || exit 2

# kind, the most seconds, name
STEPS="
gate   75 rig
gate   30 doctor
first  90 contract
first  25 capture
first  20 pipes
first  20 fills-memset
first  20 fills-F32
first  20 fills-BF16
first  20 fills-F8_E4M3
first  20 fills-F16
first  20 fills-F64
first  40 torch-fills
first  40 names
first  45 orthogonal-tests
first  40 curand-tests
first  15 jcuda-tests
first  30 orthogonal-stewart
left   15 libraries
left   30 torch-orthogonal
left   25 small-tensors
left   25 torch-small
left   30 host-first
left   20 host-again
left   30 model-gpt2
left   25 torch-model
left   40 gpt2
left   20 fills-sizes
left   25 fills-curand
left   30 estimate-again
left   30 host-arrays
left   25 torch-host
left   30 benchmarks-tests
left   40 smoke
left  120 racecheck
left  120 memcheck
"
BUDGET=${BUDGET:-570}
LIMIT=${LIMIT:-$BUDGET}
MODULES=cuda,cli,benchmarks,adapters/jcuda # and what they need: what travels
UNUSED='^(ejml|xchart|picocli-codegen)-' # jars that no step needs
# the driver alone: a library of NVIDIA's that is wrong cannot end the Java machine
NO_LIBRARIES=-Dtensorinit.cuda.libraries=off
LEAST=10 # fewer seconds are not worth a start
EVERY=${EVERY:-20}

usage() { sed -n '2,25s/^# \{0,1\}//p' "$self"; }

steps() { sed '/^$/d' <<<"$STEPS"; }

plan() { # fails where the gates and what comes first may take longer than there is time
  local kind limit name sum=0 first=0
  while read -r kind limit name; do
    sum=$((sum + limit))
    [ "$kind" = left ] || first=$sum
    printf '%-5s %4d s  %5d s  %s\n' "$kind" "$limit" "$sum" "$name"
  done < <(steps)
  echo "gates and first steps: $first s at the most, of $BUDGET s"
  [ "$first" -le "$BUDGET" ]
}

# Resources travel with the tree: they are left out of what is packed, and put back there.
of_the_tree() { # leave|put
  local module folder kind
  for module in .gpu/mods/*; do
    folder=$(cat "$module/dir" 2>/dev/null) || continue
    for kind in main:classes test:test-classes; do
      [ -d "$folder/src/${kind%:*}/resources" ] && [ -d "$module/${kind#*:}" ] || continue
      if [ "$1" = put ]; then
        cp -R -n "$folder/src/${kind%:*}/resources/." "$module/${kind#*:}/" 2>/dev/null
      else
        (cd "$folder/src/${kind%:*}/resources" && find . -type f -print0) |
          while IFS= read -r -d '' file; do
            ! cmp -s "$folder/src/${kind%:*}/resources/$file" "$module/${kind#*:}/$file" ||
              rm "$module/${kind#*:}/$file"
          done
      fi
    done
  done
}

# --- here: what travels

prepare() {
  : "${RIG:?the folder of prepare.sh}"
  rm -f {,*/,adapters/*/}target/gpu-rig.classpath # the rig packs every module that has one
  [[ " $* " == *" -- "* ]] || set -- "$@" -- -Pfast -am -pl "$MODULES"
  if ! "${RIG_JDK:-${JAVA_HOME:-}}/bin/javac" --help-lint 2>/dev/null | grep -q incubating; then
    unset JAVA_HOME # too old for the rig's smoke program, as JDK 17 is: let the rig find another
  fi
  rm -rf .gpu
  if ! bash "$RIG/prepare.sh" --smoke --module cuda --exclude "$UNUSED" "$@"; then
    # what is too large for the rig is made smaller here
    [ -e .gpu/run.sh ] || {
      echo "lease.sh: nothing is packed; the rig wants a JDK newer than 17, which RIG_JDK can name" >&2
      exit 1
    }
  fi
  rm -rf .gpu/mods/{cli,cpu-fallback}/test-classes # no step runs them
  local sources
  sources=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
  [ -z "$(git status --porcelain 2>/dev/null)" ] || sources="$sources and changes"
  echo "$sources" >.gpu/sources
  # the rig's own comparison with torch would be timed twice
  echo 'print("torch is measured by torch_peers.py")' >.gpu/smoke/peers.py
  java -cp "$(sed 's|^|.gpu/|' .gpu/cp/benchmarks | paste -sd:)" \
    io.tensorinit.benchmarks.CheckManifests .gpu/manifests || exit
  of_the_tree leave
  if command -v nvcc >/dev/null; then
    nvcc -O3 -arch=sm_90 -o .gpu/pipes benchmarks/src/main/cuda/pipes.cu || exit
  else
    echo "lease.sh: no nvcc here: the pipes are compiled on the machine with the device" >&2
  fi
  local carried tree
  carried=$(du -sb .gpu | cut -f1)
  tree=$(git ls-files -coz --exclude-standard | xargs -0 -r stat -c %s 2>/dev/null |
    awk '{ s += $1 } END { printf "%d", s }')
  awk -v c="$carried" -v t="$tree" -v r="$sources" 'BEGIN {
    printf "lease.sh: %s travels: .gpu %.1f MiB, the tree %.1f MiB, together %.1f of 64 MiB\n",
      r, c / 2^20, t / 2^20, (c + t) / 2^20; exit (c + t > 64 * 2^20) }'
}

# --- there: the steps

rig() { bash .gpu/run.sh "$@"; }
tests() { local module=$1; shift; rig junit --module "$module" "${@/#/--select-class=io.tensorinit.}"; }
without_libraries() { RIG_JAVA_OPTS="${RIG_JAVA_OPTS:-} $NO_LIBRARIES" "$@"; }
command_line() { rig main --module cli io.tensorinit.cli.Main "$@"; }

# What doctor says; fails where the device would not serve, or serves wrongly.
diagnosed() { # NAME
  command_line doctor | tee "$WORK/$1.txt"
  grep -E '^(cuda +(yes|no) |serving|self-test|cu[A-Z])' "$WORK/$1.txt" | sed 's/^/RESULT /'
  grep -q '^serving: *cuda$' "$WORK/$1.txt" && grep -q '^self-test: ok$' "$WORK/$1.txt"
}

# Both backends' files of a manifest, byte for byte.
same_bytes() {
  local name=$1 backend
  for backend in cuda cpu; do
    rm -f "$scratch/$name-$backend.safetensors"
    command_line init ".gpu/manifests/$name.json" -o "$scratch/$name-$backend.safetensors" \
      --backend "$backend" || { echo "RESULT $name: init --backend $backend failed"; return 1; }
  done
  if cmp "$scratch/$name-cuda.safetensors" "$scratch/$name-cpu.safetensors"; then
    echo "RESULT $name: equal, $(stat -c %s "$scratch/$name-cuda.safetensors") bytes"
    rm -f "$scratch/$name"-*.safetensors
    return 0
  fi
  echo "RESULT $name: NOT EQUAL"
  find "$scratch" -name "$name-*.safetensors" -size -4M -exec cp {} "$WORK" \;
  command_line verify "$scratch/$name-cuda.safetensors" ".gpu/manifests/$name.json" --backend cpu
  return 1
}

# Prints a program of pipes.cu that starts here: the packed one, else one that is compiled.
pipes_program() {
  local program
  for program in .gpu/pipes "$WORK/pipes"; do
    ! "$program" 0 >/dev/null 2>&1 || { echo "$program"; return 0; }
  done
  nvcc -O3 -arch=native -o "$WORK/pipes" benchmarks/src/main/cuda/pipes.cu >&2 && echo "$WORK/pipes"
}

# Some machines refuse the sanitizer the device: a program of one kernel tells within seconds.
sanitized() {
  command -v compute-sanitizer >/dev/null || { echo "RESULT no compute-sanitizer"; return 0; }
  local tool=$1 program found=$WORK/step/sanitizer.txt
  shift
  program=$(pipes_program) || return
  if ! timeout 25 compute-sanitizer --tool "$tool" "$program" 1 >"$found" 2>&1; then
    cat "$found"
    echo "RESULT $tool does not run on this machine: $(grep -m1 -iE 'error|support' "$found")"
    return 0
  fi
  compute-sanitizer --tool "$tool" --target-processes all --print-limit 20 bash .gpu/run.sh "$@" |
    tee "$found"
  local status=${PIPESTATUS[0]}
  grep 'SUMMARY' "$found" | sort | uniq -c | sort -rn | head -3 | sed 's/^ */RESULT /'
  ! grep -E 'SUMMARY: *[1-9]|SUMMARY: .* [1-9][0-9]* (hazard|error)' "$found" >/dev/null || status=1
  return $status
}

do_step() {
  local status=0
  case $1 in
    rig | *curand*) ;;
    *) [ ! -e "$WORK/missing/behind-the-stand-ins" ] || RIG_JAVA_OPTS+=" $NO_LIBRARIES" ;;
  esac
  case $1 in
    rig)
      rm -rf "$WORK/missing"
      rig env >"$WORK/env.txt" 2>&1 || status=1
      cat "$WORK/env.txt"
      # The rig searches the whole disk for a library that is missing, at every start: once is enough.
      local missing name java
      java=$(sed -n 's/^java: \([^ ]*\) .*/\1/p' "$WORK/env.txt")
      missing=$(sed -n 's/.*warning: not found:\([^;]*\);.*/\1/p' "$WORK/env.txt")
      mkdir -p "$WORK/missing"
      [ -n "$missing" ] || echo "RESULT all libraries are found"
      for name in $missing; do
        echo "RESULT not found: $name"
        : >"$WORK/missing/$name"
      done
      # The rig's stand-in for a library of CUDA 11 ends the process where it finds nothing behind it.
      if [[ $missing =~ libcublas|libcusolver\.|libcusparse|libnvJitLink ]]; then
        : >"$WORK/missing/behind-the-stand-ins"
      fi
      # Java's own classes as one file, as every JDK has them: each start takes a third less.
      [ -z "$java" ] || [ -e "${java%/bin/java}/lib/server/classes.jsa" ] ||
        timeout 20 "$java" -Xshare:dump >/dev/null || echo "RESULT no archive of Java's classes"
      [[ " $missing " != *" libcuda.so.1 "* ]] || status=1
      return $status ;;
    doctor) without_libraries diagnosed doctor ;; # no fill that is measured needs them
    libraries) diagnosed libraries ;;
    smoke)
      rig smoke ${QUICK:+--no-gpu} | tee "$WORK/step/smoke.txt"
      status=${PIPESTATUS[0]}
      echo "RESULT $(grep -c '^ok ' "$WORK/step/smoke.txt") checks ok, $(grep -c '^FAIL ' "$WORK/step/smoke.txt") failed"
      return "$status" ;;
    pipes)
      local program
      program=$(pipes_program) || return
      "$program" | tee "$WORK/pipes.json" ;;
    estimate-again)
      command -v ptxas >/dev/null || { echo "RESULT no ptxas"; return 0; }
      python3 benchmarks/src/main/python/measured_estimate.py "$WORK" ;;
    contract)
      tests cuda cuda.CudaBackendGpuTest cuda.DeviceMemoryGpuTest cuda.DeviceWeightsGpuTest \
        cuda.GpuPresenceTest cuda.launch.AddressesGpuTest ;;
    capture) tests cuda cuda.jcuda.GraphCaptureGpuTest ;;
    orthogonal-tests) tests cuda cuda.orthogonal.OrthogonalGpuTest ;;
    curand-tests) tests cuda cuda.launch.WordSourceGpuTest ;;
    jcuda-tests) tests adapters/jcuda jcuda.DeviceGpuTest ;;
    benchmarks-tests) tests benchmarks benchmarks.DeviceSmokeTest ;;
    names)
      same_bytes names || status=1
      local q=$scratch/qr.safetensors
      rm -f "$q"
      command_line init .gpu/manifests/qr.json -o "$q" --backend cuda &&
        command_line verify "$q" .gpu/manifests/qr.json --backend cpu | tee "$WORK/step/verify.txt" &&
        grep -qx equal "$WORK/step/verify.txt" &&
        echo "RESULT orthogonal by method qr: equal within the tolerance" ||
        { echo "RESULT orthogonal by method qr: FAILED"; status=1; }
      return $status ;;
    gpt2)
      [ -z "${QUICK:-}" ] || return 0
      local from=$SECONDS
      same_bytes gpt2 || status=1
      echo "RESULT gpt2: both files and their comparison took $((SECONDS - from)) s"
      return $status ;;
    racecheck | memcheck) sanitized "$1" junit --module cuda \
      --select-class=io.tensorinit.cuda.orthogonal.OrthogonalGpuTest ;;
    *)
      JMH='bash .gpu/run.sh main io.tensorinit.benchmarks.Runs' \
        bash benchmarks/gpu.sh -o "$WORK" "$1" 2>&1 | tee "$WORK/step/gpu.txt"
      status=${PIPESTATUS[0]}
      sed -n 's/^\(gpu\.sh\|torch_peers\.py\): /RESULT /p; s/^[A-Za-z_.]*Error: /RESULT &/p' "$WORK/step/gpu.txt"
      return "$status" ;;
  esac
}

# --- there: the watch over them

# Starts a command as the first process of a session, which all that it starts belong to.
in_session() {
  if command -v setsid >/dev/null; then exec setsid "$@"; fi
  exec python3 -c 'import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])' "$@"
}

left() { echo $((BUDGET - SECONDS)); }

said() { tee -a "$OUT/summary.txt" "$WORK/summary.txt"; }

note() { printf '%4d s  %s\n' "$SECONDS" "$*" | said; }

# When a process began, in the kernel's ticks; nothing where there is none.
began() {
  local line fields
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
  read -ra fields <<<"${line##*) }"
  echo "${fields[19]}"
}

# Notes a session, for a later run to end where this one is killed.
remember() { echo "$1 $(began "$1")" >>"$WORK/sessions"; }

# Ends what a run that was killed has left behind: its sessions live on.
end_what_was_left() {
  local session when now
  while read -r session when; do
    now=$(began "$session")
    [ -n "$now" ] && [ "$now" != "$when" ] || signal_session KILL "$session"
  done 2>/dev/null <"$WORK/sessions"
  : >"$WORK/sessions"
}

# Sends a signal to every process of a session, or to those of a name.
signal_session() { # SIGNAL SESSION [NAME]
  local file line fields
  for file in /proc/[0-9]*/stat; do
    { read -r line <"$file"; } 2>/dev/null || continue
    [[ -z ${3:-} || $line == *" ($3) "* ]] || continue
    read -ra fields <<<"${line##*) }"
    [ "${fields[3]}" != "$2" ] || [ "${fields[0]}" = Z ] || kill "-$1" "${line%% *}" 2>/dev/null
  done
}

# Waits until a process has ended, or so many seconds.
ended_within() { # SECONDS PROCESS
  local end=$((SECONDS + $1))
  while kill -0 "$2" 2>/dev/null; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

# Puts all that there is into $OUT, whole files only.
keep() {
  local page most=$((15 << 20)) without=(--exclude=./{missing,cache,nv,pipes,scratch})
  cp "$OUT/clocks.csv" "$WORK/clocks-$STARTED.csv" 2>/dev/null
  if [ -f "$WORK/machine-$STARTED.json" ]; then
    page=$(python3 benchmarks/src/main/python/gpu_table.py "$WORK") && whole "$page" "$OUT/table.md"
  fi
  packed "${without[@]}" || return
  if [ "$(stat -c %s "$scratch/results.tgz")" -gt $most ]; then
    packed "${without[@]}" --exclude={log,cuda.log,'*.xml'} || return
  fi
  whole "$scratch/results.tgz" "$OUT/results.tgz"
}

# tar's status 1 is a file that grew meanwhile.
packed() { tar -C "$WORK" "$@" -czf "$scratch/results.tgz" . 2>/dev/null || [ $? = 1 ]; }

whole() { cp "$1" "$2.new" && mv "$2.new" "$2"; }

# What a sanitizer said before it was ended.
reports_counted() { # NAME
  local log=$WORK/log/$1.txt
  ! grep -q '^========= COMPUTE-SANITIZER' "$log" ||
    echo "reports of the sanitizer: $(grep -cE '^=+ (Error|Warning|Invalid|Program hit|Uninitialized)' "$log")"
}

# What a step's tests came to: from the report, or from what was printed before it was ended.
tests_counted() { # NAME
  local file log=$WORK/log/$1.txt
  for file in "$WORK/step"/TEST-*.xml; do
    [ -f "$file" ] || continue
    grep -o -m1 '<testsuite [^>]*' "$file" |
      sed -E 's/.* tests="([0-9]*)" skipped="([0-9]*)" failures="([0-9]*)" errors="([0-9]*)".*/tests \1, skipped \2, failures \3, errors \4/'
    mv "$file" "$WORK/TEST-$1.xml"
    not_well "$log"
    return
  done
  grep -q ':: STARTED$' "$log" || return 0
  echo "no report; printed: successful $(grep -c ':: SUCCESSFUL$' "$log"), failed $(grep -c ':: FAILED$' "$log")"
  not_well "$log"
}

# The tests that failed or did not run, each with the first line of the reason.
not_well() {
  local end
  for end in FAILED ABORTED SKIPPED; do
    grep -A1 ":: $end\$" "$1" | grep -v '^--$' | cut -c1-240 | head -16
  done
}

run_step() { # SECONDS NAME
  local limit=$1 name=$2 process status=killed from=$SECONDS rest until
  rest=$(left)
  if [ "$rest" -lt $LEAST ]; then
    note "$name: skipped, $rest s left"
    return 9
  fi
  [ "$limit" -le "$LIMIT" ] || limit=$LIMIT
  [ "$limit" -le "$rest" ] || limit=$rest
  rm -rf "$WORK/step"
  mkdir -p "$WORK/step"
  # the rig's own limit is never reached: the watch below ends a step
  RIG_TIMEOUT=$((limit + 60)) OUT=$WORK/step in_session bash "$self" --do "$name" \
    >"$WORK/log/$name.txt" 2>&1 </dev/null &
  process=$!
  running=$process
  remember $process
  until=$((from + limit - 5))
  while [ "$SECONDS" -lt $until ]; do
    rest=$((until - SECONDS))
    if ended_within $((rest < EVERY ? rest : EVERY)) $process; then
      wait $process
      status=$?
      break
    fi
    keep
  done
  if [ "$status" = killed ]; then
    signal_session QUIT $process java # a thread dump
    ended_within 1 $process
    signal_session TERM $process
    ended_within 2 $process
  fi
  signal_session KILL $process
  running=''
  [ $status != killed ] || ended_within 1 $process
  note "$name: exit $status after $((SECONDS - from)) of $limit s"
  { sed -n 's/^RESULT //p' "$WORK/log/$name.txt"; reports_counted "$name"; tests_counted "$name"; } | tr -s ' \t' ' ' | head -24 \
    >"$WORK/step/results.txt"
  if [ "$status" != 0 ] && [ "$status" != killed ] && ! [ -s "$WORK/step/results.txt" ]; then # its last words
    grep -v '^$\|^run.sh: exit ' "$WORK/log/$name.txt" | tail -n 1 | cut -c1-240 >"$WORK/step/results.txt"
  fi
  sed 's/^/          /' "$WORK/step/results.txt" | said
  { printf '%s\t%s\t%s\t%s\n' "$name" "$status" $((SECONDS - from)) "$SOURCES"
    sed 's/^/\t/' "$WORK/step/results.txt"; } >>"$WORK/steps-$STARTED.txt"
  [ ! -f "$WORK/step/hs_err.log" ] || mv "$WORK/step/hs_err.log" "$WORK/hs_err-$name.log"
  keep
  [ "$status" = 0 ]
}

background=()
running=''

finish() {
  local process
  for process in $running "${background[@]}"; do signal_session KILL "$process"; done
  keep
  rm -rf "$scratch"
  # what ran is in the summary; whoever starts this sees some 12,000 characters, the last ones
  [ ! -f "$OUT/table.md" ] || awk '/^\*\*Targets/ { on = 1 } /^## / { ran = /What ran/ } on && !ran' \
    "$OUT/table.md" | head -c 7000
  tail -c 4500 "$OUT/summary.txt"
}

lease() { # STEP...
  local wanted=" $* " kind limit name
  of_the_tree put
  STARTED=$(date -u +%Y%m%dT%H%M%S) # in the names of what each run has of its own
  export STARTED
  export SOURCES=${SOURCES:-$(cat .gpu/sources 2>/dev/null || echo unknown)}
  export OUT=${OUT:-benchmarks/target/lease}
  mkdir -p "$OUT" "$WORK/log"
  WORK=$(cd "$WORK" && pwd)
  OUT=$(cd "$OUT" && pwd)
  : >"$OUT/summary.txt"
  end_what_was_left
  export scratch=$WORK/scratch # up to 1 GB, which a run that was killed leaves
  rm -rf "$scratch"
  mkdir "$scratch" || exit
  trap finish EXIT
  trap 'exit 130' INT TERM
  python3 benchmarks/src/main/python/gpu_machine.py "$WORK/machine-$STARTED.json" "$SOURCES"
  note "$SOURCES: $(cut -c1-400 "$WORK/machine-$STARTED.json")"
  export RIG_JAVA_OPTS="-Dtensorinit.requireGpu=true -Xmx24g ${QUICK:+-Xmx2g -Dtensorinit.gpuElements=40005} ${RIG_JAVA_OPTS:-}"
  # nothing is written to the home, which may be read-only; the driver says why a call failed (12.9)
  export XDG_CACHE_HOME=$WORK/cache CUDA_CACHE_PATH=$WORK/nv CUDA_CACHE_MAXSIZE=$((1 << 30)) CUDA_LOG_FILE=$WORK/cuda.log
  export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$WORK/missing
  in_session nvidia-smi --query-gpu=timestamp,clocks.sm,clocks.mem,power.draw,temperature.gpu,utilization.gpu \
    --format=csv -lms 1000 >"$OUT/clocks.csv" 2>&1 </dev/null &
  background+=($!)
  remember $!
  disown
  local torch=''
  # brings torch into memory while other steps run
  if [[ $wanted = "  " || $wanted == *" torch-"* ]]; then
    in_session python3 -c 'import time, torch
print("torch", torch.__version__, "is in memory after", time.process_time(), "s of work", flush=True)
torch.zeros(1, device="cuda")' >"$WORK/log/torch.txt" 2>&1 </dev/null &
    torch=$!
    background+=("$torch")
    remember "$torch"
    disown
  fi
  [ "$wanted" = "  " ] || [ -d "$WORK/missing" ] || wanted=" rig$wanted" # a machine that is new
  while read -r kind limit name; do
    [ "$wanted" = "  " ] || [[ $wanted == *" $name "* ]] || continue
    case $name in
      pipes | fills-* | torch-* | orthogonal-stewart | small-* | model-* | host-*)
        # its own context would be measured, too
        [ -z "$torch" ] || ended_within 15 "$torch" ||
          { note "torch is not in memory yet"; signal_session KILL "$torch"; }
        torch='' ;;
    esac
    run_step "$limit" "$name" && continue
    if [ "$kind" = gate ]; then
      note "$name is a gate: nothing else runs"
      [ "$name" = rig ] || run_step 40 smoke # whether it is the project or the machine
      # the device serves and computes wrongly: what exactly, a mend has to know
      ! grep -qs '^serving: *cuda$' "$WORK/$name.txt" || run_step 90 contract
      exit 1
    fi
  done < <(steps)
  note "the end"
}

WORK=${WORK:-/tmp/tensorinit-lease}
export WORK QUICK=${QUICK:-}
case ${1:-} in
  --prepare) shift; prepare "$@" ;;
  --plan) plan ;;
  --do) do_step "$2" ;;
  -h | --help) usage ;;
  -*) usage >&2; exit 2 ;;
  *)
    for name in "$@"; do
      steps | grep -q " $name\$" || { echo "lease.sh: no step $name" >&2; exit 2; }
    done
    lease "$@" ;;
esac
