"""One folder for a stick: the program, all that it needs, and something to double-click; made where there is a network.

python bundle/make.py --platform win_amd64 --python python-3.12-embed-amd64.zip 一生一案

make      the steps, in order
wheels    requirements.lock → the wheels of one platform, fetched by hash and unpacked
proof     what must hold of a finished folder, looked at without the platform itself
"""
