#!/usr/bin/env bash
# Installs and starts what the tests talk to, where the machine allows: Chromium, Chinese fonts, axe-core, PostgreSQL.
# Tests whose server cannot be had say so and are skipped.
set -u
have() { command -v "$1" >/dev/null 2>&1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo; then sudo -n "$@"; else return 1; fi; }

apt_install() {
    have apt-get || return 1
    as_root apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

if ! have chromium && ! have google-chrome; then
    echo "安装 Chromium …"
    apt_install chromium fonts-noto-cjk || echo "没有装上 Chromium，浏览器测试会跳过"
elif ! fc-list :lang=zh 2>/dev/null | grep -q .; then
    apt_install fonts-noto-cjk || true
fi

if [ ! -d node_modules/axe-core ]; then
    if have npm; then
        echo "安装 axe-core …"
        npm install --no-save --no-audit --no-fund --silent axe-core@4 >/dev/null 2>&1 || echo "没有装上 axe-core，无障碍测试会跳过"
    else
        echo "没有 npm，无障碍测试会跳过"
    fi
fi

if ! (exec 3<>/dev/tcp/127.0.0.1/5432) 2>/dev/null; then
    if ! have pg_ctlcluster; then
        echo "安装 PostgreSQL …"
        apt_install postgresql || echo "没有装上 PostgreSQL，相关测试会跳过"
    fi
    if have pg_ctlcluster; then
        version=$(ls /etc/postgresql 2>/dev/null | tail -n 1)
        [ -n "$version" ] && as_root pg_ctlcluster --skip-systemctl-redirect "$version" main start 2>/dev/null
        sleep 2
    fi
fi
exit 0
