"""Writes a page as a government site shows it: bread crumbs, a table of metadata, share buttons, a foot with neighbours."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from corpus.blocks import Block, Grid

_PAGE = Template("""<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>${title}_云泽市人民政府门户网站</title>
<style>body{font-family:serif;max-width:60em;margin:auto}.meta td,.meta th{border:1px solid #999;padding:.3em}</style>
<script>var visits = 0; function share(site) { visits += 1; }</script></head>
<body>
<div class="top"><a href="#">无障碍浏览</a> <a href="#">长者模式</a> <a href="#">登录</a></div>
<div class="crumbs">当前位置：<a href="#">首页</a> &gt; <a href="#">政务公开</a> &gt; <a href="#">$column</a> &gt; 正文</div>
<table class="meta">
<tr><th>索引号</th><td>$index</td><th>主题分类</th><td>综合政务 / $column</td></tr>
<tr><th>发文机关</th><td>$issuer</td><th>成文日期</th><td>$issued</td></tr>
<tr><th>标题</th><td>$title</td><th>发文字号</th><td>$number</td></tr>
<tr><th>发布日期</th><td>$published</td><th>有效性</th><td>有效</td></tr>
</table>
<h1>$title</h1>
<div class="info">发布时间：$published 09:30　来源：$issuer　浏览次数：1368 次　字体：【<a>大</a> <a>中</a> <a>小</a>】
<a onclick="share('a')">分享到微信</a> <a>打印本页</a></div>
<div class="content" id="zoom">
$body
</div>
<div class="foot">责任编辑：沈一苇　审核：郑言　<span>扫一扫在手机打开当前页</span></div>
<ul class="near"><li>上一篇：<a href="#">关于做好春节期间便民服务的公告</a></li>
<li>下一篇：<a href="#">云泽市人民政府2025年立法计划</a></li></ul>
<div class="site">主办：云泽市人民政府办公室　网站标识码：0000000000　<a href="#">关于我们</a></div>
</body>
</html>
""")


def write_page(path: Path, blocks: list[Block | Grid], facts: dict[str, str]) -> None:
    """Writes the blocks between the furniture; `facts` fill the table of metadata."""
    title = next(block.text for block in blocks if isinstance(block, Block) and block.kind == "title")
    body = "\n".join(_paragraph(block) for block in blocks if isinstance(block, Block) and block.kind not in ("title", "number"))
    path.write_text(_PAGE.substitute({name: escape(fact) for name, fact in facts.items()}, title=escape(title), body=body), "utf-8")


def _paragraph(block: Block) -> str:
    text = escape(block.label + block.text, quote=False)
    if block.kind == "signature":
        return f'<p style="text-align:right">{text}</p>'
    return f"<p><strong>{text}</strong></p>" if block.kind in ("heading", "subheading") else f"<p>　　{text}</p>"
