#!/usr/bin/env bash
# Installs and starts what the tests talk to, where the machine allows: Chromium, Chinese fonts, axe-core, PostgreSQL,
# Redis.
# Tests whose server cannot be had say so and are skipped.
set -u
missing=()
have() { command -v "$1" >/dev/null 2>&1; }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
lacks() { echo "$1"; missing+=("$2"); }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo; then sudo -n "$@"; else return 1; fi; }

apt_install() {
    have apt-get || return 1
    as_root apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

if ! have chromium && ! have google-chrome; then
    echo "安装 Chromium …"
    apt_install chromium fonts-noto-cjk || lacks "没有装上 Chromium，浏览器测试会跳过" Chromium
elif ! fc-list :lang=zh 2>/dev/null | grep -q .; then
    apt_install fonts-noto-cjk || true
fi

if [ ! -d node_modules/axe-core ]; then
    if have npm; then
        echo "安装 axe-core …"
        npm install --no-save --no-audit --no-fund --silent axe-core@4 >/dev/null 2>&1 \
            || lacks "没有装上 axe-core，无障碍测试会跳过" axe-core
    else
        lacks "没有 npm，无障碍测试会跳过" axe-core
    fi
fi

if ! answers 5432; then
    if ! have pg_ctlcluster; then
        echo "安装 PostgreSQL …"
        apt_install postgresql
    fi
    if have pg_ctlcluster; then
        version=$(ls /etc/postgresql 2>/dev/null | tail -n 1)
        [ -n "$version" ] && as_root pg_ctlcluster --skip-systemctl-redirect "$version" main start 2>/dev/null
        sleep 2
    fi
    answers 5432 || lacks "没有 PostgreSQL 在 127.0.0.1:5432 应答，相关测试会跳过" PostgreSQL
fi

if ! have redis-server; then
    echo "安装 Redis …"
    apt_install redis-server || lacks "没有装上 redis-server，Redis 断开重连的测试会跳过" redis-server
fi
if ! answers 6379; then
    if have redis-server; then
        redis-server --bind 127.0.0.1 --port 6379 --save "" --dir "${TMPDIR:-/tmp}" --daemonize yes >/dev/null 2>&1
        for _ in 1 2 3 4 5 6 7 8 9 10; do answers 6379 && break; sleep 0.3; done
    fi
    answers 6379 || lacks "没有 Redis 在 127.0.0.1:6379 应答，进程之间信号的测试会跳过" Redis
fi

if [ "${#missing[@]}" -gt 0 ]; then
    echo "这些没有备齐，用到它们的测试会跳过：${missing[*]}"
fi
exit 0
