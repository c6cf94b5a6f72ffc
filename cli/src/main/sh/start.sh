# What the launchers of "tensorinit" share, the one of a checkout and the one of an unpacked archive,
# which read this file: to find Java, to say why it cannot start, and to start the command. Nothing
# here runs by itself. Both exit with 3 and one line on stderr where the command cannot be started;
# all other exit codes are the command's own.

fail() {
  printf 'tensorinit: %s\n' "$1" >&2
  exit 3
}

# require_folder HOME: refuses one whose jars Java could not be told of.
require_folder() {
  case $1 in
    *:*) fail "cannot run from a folder with \":\" in its path, where Java splits it: $1" ;;
  esac
}

# find_java WHAT: sets java, the Java to run with; WHAT is to be installed where there is none.
find_java() {
  if [ -n "${JAVA_HOME-}" ]; then
    java=$JAVA_HOME/bin/java
  else
    java=$(command -v java) || fail "no Java found: install a $1, 17 or newer, or set JAVA_HOME"
  fi
  [ -x "$java" ] || fail "no Java found: JAVA_HOME=${JAVA_HOME-} has no bin/java"
}

# rehearse JAR FILE: archives the classes that the commands load, Java's own among them, so that later
# starts take half of the time. Without an archive, or with another Java than it was made by, they
# are loaded as ever. The collector here is the one under which Java archives objects, too.
rehearse() {
  {
    "$java" -XX:+UseSerialGC -Xlog:disable -XX:DumpLoadedClassList="$2.classes" \
      -cp "$1" io.tensorinit.cli.Rehearsal &&
      "$java" -Xshare:dump -XX:+UseG1GC -Xlog:disable -XX:SharedClassListFile="$2.classes" \
        -XX:SharedArchiveFile="$2.new" -cp "$1" &&
      mv -f "$2.new" "$2"
  } </dev/null >/dev/null 2>&1
  rehearsed=$?
  rm -f "$2.classes" "$2.new"
  return $rehearsed
}

# Java fails to start with the code 1, which is an answer of the command's, so it is tried first
# where it may fail: where somebody gives it options, limits its memory, or it did not yet start the
# command here. Not tried are options that would attach, record or write something twice.
#
# require_java KNOWN: KNOWN is empty where this Java did not start the command yet.
require_java() {
  [ -z "$1" ] || [ "$(ulimit -v 2>/dev/null || echo unlimited)" != unlimited ] ||
    [ -n "${TENSORINIT_JAVA_OPTS-}${JAVA_TOOL_OPTIONS-}${JDK_JAVA_OPTIONS-}${_JAVA_OPTIONS-}" ] ||
    return 0
  set -f
  set --
  for option in ${TENSORINIT_JAVA_OPTS-}; do
    case $option in
      -agent* | -javaagent* | -Xrun* | -Xlog:* | -XX:*Record* | -XX:Archive* | -XX:OnError*) ;;
      *) set -- "$@" "$option" ;;
    esac
  done
  set +f
  said=$("$java" -XX:+UseSerialGC -Xlog:disable "$@" -version 2>&1) || {
    said=$(printf '%s\n' "$said" | grep -v -e '^Error: ' -e '^Error occurred' -e 'Picked up ' |
      grep . | head -n 1 | cut -c 1-200)
    fail "Java cannot start: ${said:-$java fails}${TENSORINIT_JAVA_OPTS:+ (TENSORINIT_JAVA_OPTS=$TENSORINIT_JAVA_OPTS)}"
  }
  version=$(printf '%s\n' "$said" | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 17 ] ||
    fail "Java cannot start: version 17 or newer is needed, found ${version:-none}: $java"
}

# run_command JAR ARCHIVE ARGUMENT...: becomes the command; an empty ARCHIVE is none.
run_command() {
  jar=$1
  archive=$2
  shift 2

  # Without a locale, as in most containers, Java could not read file names beyond ASCII.
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) LC_ALL=C.UTF-8 && export LC_ALL ;;
  esac

  # Java cannot tell which streams are terminals; progress and colours are for those only.
  terminals=
  [ ! -t 1 ] || terminals=1
  [ ! -t 2 ] || terminals=${terminals}2

  # The serial collector starts fastest, and without its counters in shared memory; -Xlog:disable
  # keeps Java's own warnings off stdout. What does no arithmetic is done before a better compiler's
  # code would be ready. What does, does it in loops that are called often: they alone are worth that
  # compiler's time, compiled once, for their next call and not for the turn they are in, nor once more
  # inside of what calls them.
  case ${1-} in
    init | verify | inspect | doctor)
      compiler='-XX:Tier4InvocationThreshold=200000 -XX:Tier4MinInvocationThreshold=60
        -XX:Tier4BackEdgeThreshold=1000000 -XX:InlineSmallCode=400'
      ;;
    *) compiler=-XX:TieredStopAtLevel=1 ;;
  esac
  set -f
  # shellcheck disable=SC2086 # the options are meant to be split at blanks
  exec "$java" ${archive:+"-XX:SharedArchiveFile=$archive"} -XX:+UseSerialGC -XX:-UsePerfData \
    $compiler -Xlog:disable -Dfile.encoding=UTF-8 -Dtensorinit.terminals="$terminals" \
    ${TENSORINIT_JAVA_OPTS-} -jar "$jar" "$@"
}
