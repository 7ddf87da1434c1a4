"""Small exports of other systems, as those write them."""

import json
from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old desk</title><wp:base_site_url>https://old.example</wp:base_site_url>
<wp:author><wp:author_login>mina</wp:author_login>
<wp:author_display_name><![CDATA[Mina Kim]]></wp:author_display_name></wp:author>
"""
TAIL = "</channel></rss>"


def wxr_item(number=1, title="A headline", content="Words.", **fields):
    """One ``item``. ``tags`` are pairs of a domain and a name, ``meta`` a dictionary."""
    tags, meta = fields.pop("tags", ()), fields.pop("meta", {})
    excerpt = fields.pop("excerpt", "")
    fields = {
        "post_id": number,
        "post_date_gmt": "2019-05-01 03:00:00",
        "post_name": f"post-{number}",
        "status": "publish",
        "post_type": "post",
        **fields,
    }
    link = fields.pop("link", f"https://old.example/2019/05/post-{number}/")
    return "".join(
        [
            f"<item><title>{escape(title)}</title><link>{link}</link>",
            "<dc:creator>mina</dc:creator>",
            f"<content:encoded><![CDATA[{content}]]></content:encoded>",
            f"<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>",
            *(f"<wp:{name}>{escape(str(value))}</wp:{name}>" for name, value in fields.items()),
            *(
                f'<category domain="{domain}" nicename="x">{escape(name)}</category>'
                for domain, name in tags
            ),
            *(
                f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
                f"<wp:meta_value>{escape(value)}</wp:meta_value></wp:postmeta>"
                for key, value in meta.items()
            ),
            "</item>\n",
        ]
    )


def wxr_picture(number, address, excerpt="", post_parent=0, **meta):
    fields = {"post_type": "attachment", "status": "inherit", "attachment_url": address}
    fields |= {"excerpt": excerpt, "post_parent": post_parent}
    return wxr_item(number, f"picture {number}", "", meta=meta, **fields)


def wxr(*items):
    return HEAD + "".join(items) + TAIL


def ghost_post(number=1, **fields):
    return {
        "id": f"p{number}",
        "uuid": f"uuid-{number}",
        "title": "A headline",
        "slug": f"post-{number}",
        "html": "<p>Words.</p>",
        "status": "published",
        "published_at": "2019-05-01T03:00:00.000Z",
        **fields,
    }


def ghost(*posts, **tables):
    data = {
        "posts": posts,
        "users": [{"id": "u1", "slug": "mina", "name": "Mina Kim"}],
        "tags": [{"id": "t1", "name": "Reviews"}, {"id": "t2", "name": "#internal"}],
        "posts_authors": [{"post_id": "p1", "author_id": "u1", "sort_order": 0}],
        "posts_tags": [
            {"post_id": "p1", "tag_id": "t2", "sort_order": 0},
            {"post_id": "p1", "tag_id": "t1", "sort_order": 1},
        ],
        **tables,
    }
    return json.dumps({"db": [{"meta": {"version": "5.0"}, "data": data}]})
