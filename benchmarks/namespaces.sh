#!/bin/sh
# Two "hosts" on one machine: network namespaces, joined by a link of a given rate. As root:
#   namespaces.sh RATE PROGRAM ARGUMENTS…      RATE as tc has it (1gbit), or none
# It is also its own remote shell: mpirun calls it as  namespaces.sh HOST COMMAND…
# The status is 77 where the machine allows no namespaces.
case $1 in
198.18.77.1 | 198.18.77.2)
  name=setl-${1##*.}
  shift
  exec ip netns exec $name unshare --uts sh -c "hostname $name; $*"
  ;;
esac
rate=$1
shift
clean() { ip netns del setl-1; ip netns del setl-2; } 2>/dev/null
trap clean EXIT
clean
ip netns add setl-1 2>/dev/null && ip netns add setl-2 || exit 77
ip link add link-1 netns setl-1 type veth peer name link-2 netns setl-2 || exit 77
for i in 1 2; do
  ip -n setl-$i addr add 198.18.77.$i/24 dev link-$i
  ip -n setl-$i link set lo up
  ip -n setl-$i link set link-$i up
  [ "$rate" = none ] ||
    ip netns exec setl-$i tc qdisc add dev link-$i root tbf rate $rate burst 32kb latency 100ms ||
    exit 77
done
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
ip netns exec setl-1 mpirun -n 2 --host 198.18.77.1:1,198.18.77.2:1 --bind-to none \
  --mca plm rsh --mca plm_rsh_agent "$(realpath "$0")" \
  --mca pml ob1 --mca btl self,tcp --mca btl_tcp_if_include 198.18.77.0/24 \
  --mca oob_tcp_if_include 198.18.77.0/24 \
  --mca oob_tcp_keepalive_time 5 --mca oob_tcp_keepalive_intvl 2 --mca oob_tcp_keepalive_probes 3 "$@"
