"""A project with a resource of each shape, and faults to put into its code one at a time."""

from dataclasses import dataclass

RESOURCES = """
Category name:str:max=80:unique parent:ref=self:optional:on_delete=restrict
Tag name:str:max=40:unique colour:str:max=20:optional --id uuid --bulk \
 --roles list=public,get=public,create=editor,update=editor,delete=admin
Product title:str:max=60:unique price:decimal=10.2:ge=0 stock:int:ge=0:default=0 \
 status:enum=draft/live:default=draft:index cost:decimal=10.2:private:optional \
 views:int:readonly:default=0 released:date:optional:index category:ref=Category
Note title:str:max=60:unique body:text:optional rating:int:ge=1:le=5:index --owned-by User
Cart currency:enum=eur/usd:default=eur label:str:max=40:unique --owned-by User --soft-delete
CartItem quantity:int:gt=0:le=99 product:ref=Product --under Cart
Article title:str:max=200:index slug:slug:unique tags:many=Tag --id uuid --soft-delete --export \
 --roles list=public,get=public,create=editor,update=editor,delete=admin
Device serial:str:max=14:unique weight:int:ge=1:default=1 note:ref=Note:optional \
 --owned-by User --bulk --export
Gauge name:str:max=40:unique level:float:ge=0:le=100:index --sync --bulk
Reading code:uuid:unique value:int --only list,get,create
"""

MODEL, SCHEMAS, SERVICE = "app/models/{}.py", "app/schemas/{}.py", "app/services/{}.py"
ENDPOINTS, MIGRATION = "app/api/v1/endpoints/{}.py", "app/db/migrations/versions/*_create_{}.py"


@dataclass(frozen=True)
class Mutant:
    """A fault: in that file of a resource one text, at its only place, in place of another.

    `imports` is what the new text needs, `also` what else is to be done: file, old and new text.
    """

    shape: str
    plural: str
    fault: str
    file: str
    old: str
    new: str
    imports: str = ""
    also: tuple[tuple[str, str, str], ...] = ()

    @property
    def tests(self) -> str:
        return f"tests/api/test_{self.plural}.py"

    @property
    def edits(self) -> list[tuple[str, str, str]]:
        """Pattern of a path, what stands there, and what will."""
        edits = [(self.file, self.old, self.new), *self.also]
        return [(self._path(file), old, new) for file, old, new in edits]

    def _path(self, file: str) -> str:
        plural = file in (ENDPOINTS, MIGRATION)
        return file.format(self.plural if plural else _SINGULAR[self.plural])


_SINGULAR = {
    "categories": "category",
    "tags": "tag",
    "products": "product",
    "notes": "note",
    "carts": "cart",
    "cart_items": "cart_item",
    "articles": "article",
    "devices": "device",
    "gauges": "gauge",
    "readings": "reading",
}
# The router of all that is closed would refuse who is not signed in, too.
ALL_OPEN = (("app/api/v1/router.py", "Router(dependencies=[SignedIn])", "Router()"),)
SELECT = "from sqlalchemy import bindparam, select\n"
# Shape, resource, fault, file, what stands there, what stands there instead.
_FAULTS = [
    ("plain", "products", "everybody may do everything", ENDPOINTS, ", dependencies=[SignedIn]", "", "", ALL_OPEN),
    ("plain", "products", "a bound is lower", SCHEMAS, "Annotated[Int32, Field(ge=0)]", "Annotated[Int32, Field(ge=-1)]"),
    ("plain", "products", "a bound is higher", SCHEMAS, "Annotated[Int32, Field(ge=0)]", "Annotated[Int32, Field(ge=2)]"),
    ("plain", "products", "a decimal has no bound", SCHEMAS, "Annotated[Decimal, Field(ge=0), Numeric(10, 2)]\nStock", "Annotated[Decimal, Numeric(10, 2)]\nStock"),
    ("plain", "products", "a text is longer", SCHEMAS, "Title = Annotated[NonBlank, Field(max_length=60)]", "Title = Annotated[NonBlank, Field(max_length=61)]"),
    ("plain", "products", "a text is blank", SCHEMAS, "Title = Annotated[NonBlank, Field(max_length=60)]", "Title = Annotated[str, Field(max_length=60)]"),
    ("plain", "products", "a required field is optional", SCHEMAS, "    price: Price\n    stock: Stock = 0", "    price: Price = Decimal(1)\n    stock: Stock = 0"),
    ("plain", "products", "a default is required", SCHEMAS, "    stock: Stock = 0", "    stock: Stock"),
    ("plain", "products", "what may be left out is required", SCHEMAS, "    released: Day | None = None", "    released: Day | None"),
    ("plain", "products", "a readonly default is another", MODEL, "views: Mapped[int] = mapped_column(default=0)", "views: Mapped[int] = mapped_column(default=1)"),
    ("plain", "products", "a default is another", SCHEMAS, "    stock: Stock = 0", "    stock: Stock = 1"),
    ("plain", "products", "an enum's default is another", SCHEMAS, "= ProductStatus.DRAFT", "= ProductStatus.LIVE"),
    ("plain", "products", "null is refused where it is allowed", SCHEMAS, "released: Day | MISSING | None", "released: Day | MISSING"),
    ("plain", "products", "an update ignores a field", SERVICE, "data.model_dump(exclude_unset=True)", 'data.model_dump(exclude_unset=True, exclude={"price"})'),
    ("plain", "products", "an update writes what was not sent", SERVICE, "data.model_dump(exclude_unset=True)", '{"released": None} | data.model_dump(exclude_unset=True)'),
    ("plain", "products", "a new row ignores a field", SERVICE, "data.model_dump())", 'data.model_dump(exclude={"released"}))'),
    ("plain", "products", "two rows share a unique value", MIGRATION, '        sa.UniqueConstraint("title", name=op.f("uq_products_title")),\n', ""),
    ("plain", "products", "a range filter is missing", SCHEMAS, "    views_lt: QueryInt32 | MISSING = MISSING\n", ""),
    ("plain", "products", "a filter of a reference is missing", SCHEMAS, "    category_id: Id | MISSING = MISSING\n", ""),
    ("plain", "products", "a filter of a date is missing", SCHEMAS, "    released_le: Day | MISSING = MISSING\n", ""),
    ("plain", "products", "a filter takes any text", SCHEMAS, "    status: ProductStatus | MISSING = MISSING\n    views:", "    status: str | MISSING = MISSING\n    views:"),
    ("plain", "products", "the list ignores its filters", SERVICE, "self.listing.page(self.db, params, filters)", "self.listing.page(self.db, params, ProductFilters())"),
    ("plain", "products", "a choice to sort by is missing", SERVICE, "        Product.status,\n", ""),
    ("plain", "products", "search is missing", SERVICE, "        search=(Product.title,),\n", ""),
    ("plain", "products", "search looks elsewhere", SERVICE, "search=(Product.title,)", "search=(Product.status,)"),
    ("plain", "products", "nothing can be included", SERVICE, "        related=related,\n", ""),
    ("plain", "products", "the list has no last page", SERVICE, "return await self.listing.page(self.db, params, filters)", 'return await self.listing.page(self.db, params.model_copy(update={"page": 1}), filters)'),
    ("plain", "products", "an answer has a private field", SCHEMAS, "    views: int\n", "    views: int\n    cost: Decimal | None\n"),
    ("plain", "products", "an answer lacks a readonly field", SCHEMAS, "    status: ProductStatus\n    views: int\n", "    status: ProductStatus\n"),
    ("plain", "products", "an answer lacks a field", SCHEMAS, "    status: ProductStatus\n    views: int\n    released: date | None\n", "    status: ProductStatus\n    views: int\n"),
    ("plain", "products", "a new row writes a readonly field", SCHEMAS, "    category_id: Reference\n", "    category_id: Reference\n    views: Int32 = 0\n"),
    ("plain", "products", "an update writes a readonly field", SCHEMAS, "    category_id: Reference | MISSING = MISSING\n", "    category_id: Reference | MISSING = MISSING\n    views: Int32 | MISSING = MISSING\n"),
    ("plain", "products", "unknown fields are ignored", SCHEMAS, "class ProductCreate(CreateSchema):\n", 'class ProductCreate(CreateSchema):\n    model_config = {"extra": "ignore"}\n\n'),
    ("plain", "products", "unknown fields of changes are ignored", SCHEMAS, "class ProductUpdate(UpdateSchema):\n", 'class ProductUpdate(UpdateSchema):\n    model_config = {"extra": "ignore"}\n\n'),
    ("plain", "products", "delete answers 200", ENDPOINTS, '"/{product_id}", status_code=status.HTTP_204_NO_CONTENT', '"/{product_id}"'),
    ("plain", "products", "update answers 201", ENDPOINTS, '@router.patch("/{product_id}", response_model=ProductResponse)', '@router.patch("/{product_id}", response_model=ProductResponse, status_code=201)'),
    ("plain", "products", "create answers 200", ENDPOINTS, ", status_code=status.HTTP_201_CREATED", ""),
    ("plain", "products", "create has no ETag", ENDPOINTS, "return with_etag(await ProductService(db).create(data))", "return await ProductService(db).create(data)"),
    ("plain", "products", "get has no ETag", ENDPOINTS, "return with_etag(await ProductService(db).get_or_404(product_id, include))", "return await ProductService(db).get_or_404(product_id, include)"),
    ("plain", "products", "update ignores If-Match", ENDPOINTS, ".update(product_id, data, if_match)", ".update(product_id, data)"),
    ("plain", "products", "delete ignores If-Match", ENDPOINTS, ".delete(product_id, if_match)", ".delete(product_id)"),
    ("plain", "products", "create has no idempotency", ENDPOINTS, "db: IdempotentDbSession, data", "db: AsyncDbSession, data"),
    ("plain", "products", "delete deletes nothing", SERVICE, "        await self.remove(await self.get_or_404(id), if_match)", "        await self.get_or_404(id)"),
    ("plain", "products", "a reference to nothing is not refused", MIGRATION, '        sa.ForeignKeyConstraint(\n            ["category_id"], ["categories.id"], name=op.f("fk_products_category_id_categories")\n        ),\n', ""),
    ("plain", "products", "what is referred to is deleted, with the row", MIGRATION, 'name=op.f("fk_products_category_id_categories")', 'name=op.f("fk_products_category_id_categories"), ondelete="CASCADE"'),
    ("plain", "categories", "a row is its own parent", SERVICE, "    acyclic = Acyclic(Category.parent_id)\n", ""),
    ("owned", "notes", "the list has the rows of others", SERVICE, "own(Note)", "select(Note)", SELECT),
    ("owned", "notes", "another reads, changes and deletes", SERVICE, "class NoteService(OwnedService[Note]):", "class NoteService(OwnedService[Note]):\n    def rows(self):\n        return select(Note)\n\n    async def _find(self, id):\n        return await self.db.get(Note, id)\n", SELECT),
    ("owned", "notes", "a request names the owner", SCHEMAS, "    rating: Rating\n", "    rating: Rating\n    user_id: Int32 | None = None\n"),
    ("owned", "notes", "a row is given to another", SCHEMAS, "    rating: Rating | MISSING = MISSING\n", "    rating: Rating | MISSING = MISSING\n    user_id: Int32 | MISSING = MISSING\n"),
    ("owned", "notes", "an answer lacks the owner", SCHEMAS, "    user_id: int\n", ""),
    ("owned", "notes", "the upper bound is missing", SCHEMAS, "Field(ge=1, le=5)", "Field(ge=1)"),
    ("owned", "notes", "a part of a text is not found", SCHEMAS, "    body_like: TextPart | MISSING = MISSING\n", ""),
    ("owned", "notes", "a text is not searched", SERVICE, "search=(Note.title, Note.body)", "search=(Note.title,)"),
    ("owned", "devices", "a reference to another's row is allowed", SERVICE, "    model = Device\n", "    model = Device\n\n    def references(self):\n        return {}\n\n"),
    ("under", "cart_items", "the list does not check its path", SERVICE, "        await self.check_path()\n", ""),
    ("under", "cart_items", "the list is of all paths", SERVICE, "under(select(CartItem), CartItem.cart_id)", "select(CartItem)"),
    ("under", "cart_items", "no path is checked", SERVICE, "    model = CartItem\n", "    model = CartItem\n\n    async def check_path(self):\n        return None\n\n"),
    ("under", "cart_items", "a row moves to another path", SCHEMAS, "    product_id: Reference | MISSING = MISSING\n", "    product_id: Reference | MISSING = MISSING\n    cart_id: Reference | MISSING = MISSING\n"),
    ("under", "cart_items", "the upper bound is higher", SCHEMAS, "Field(gt=0, le=99)", "Field(gt=0, le=100)"),
    ("under", "cart_items", "the lower bound is lower", SCHEMAS, "Field(gt=0, le=99)", "Field(ge=0, le=99)"),
    ("roles", "tags", "everybody who is signed in creates", ENDPOINTS, "    _: TagCreator, db: IdempotentDbSession", "    db: IdempotentDbSession"),
    ("roles", "tags", "everybody who is signed in deletes", ENDPOINTS, "delete_tag(_: TagDeleter, db", "delete_tag(db"),
    ("roles", "tags", "who may update may delete", ENDPOINTS, "_: TagDeleter", "_: TagUpdater"),
    ("roles", "tags", "a public list is closed", ENDPOINTS, '@public.get("", ', '@router.get("", '),
    ("roles", "tags", "a closed route is public", ENDPOINTS, "@router.patch(", "@public.patch(", "", ((ENDPOINTS, "    _: TagUpdater,\n", ""),)),
    ("roles", "tags", "a role lacks a permission", "app/core/permissions.py", "            Permission.TAGS_UPDATE,\n", ""),
    ("roles", "tags", "everybody who is signed in deletes many", ENDPOINTS, "bulk_delete_tags(_: TagDeleter, db", "bulk_delete_tags(db"),
    ("soft-delete", "carts", "a list has deleted rows", SERVICE, "own(Cart), Cart.label", "select(Cart).where(Cart.user_id == bindparam('user_id')), Cart.label", SELECT),
    ("soft-delete", "carts", "a deleted row keeps its unique value", MIGRATION, '        sqlite_where=sa.text("deleted_at IS NULL"),\n', ""),
    ("soft-delete", "carts", "a row is deleted for good", SERVICE, "class CartService(SoftDeleteService[Cart], OwnedService[Cart]):", "class CartService(OwnedService[Cart]):"),
    ("soft-delete", "carts", "restore has no ETag", ENDPOINTS, "return with_etag(await CartService(db, user).restore(cart_id, if_match))", "return await CartService(db, user).restore(cart_id, if_match)"),
    ("soft-delete", "carts", "restore ignores If-Match", ENDPOINTS, ".restore(cart_id, if_match)", ".restore(cart_id)"),
    ("soft-delete", "articles", "who may update may restore", ENDPOINTS, "async def restore_article(\n    _: ArticleDeleter", "async def restore_article(\n    _: ArticleUpdater"),
    ("many", "articles", "a new row has no links", SERVICE, "self.make(data.model_dump())", "self.make(data.model_dump() | {\"tag_ids\": []})"),
    ("many", "articles", "an update leaves the links", SERVICE, "data.model_dump(exclude_unset=True)", 'data.model_dump(exclude_unset=True, exclude={"tag_ids"})'),
    ("many", "articles", "the filter of a link is missing", SCHEMAS, "    tag_id: UUID | MISSING = MISSING\n", ""),
    ("many", "articles", "an answer lacks the links", SCHEMAS, "    tag_ids: list[UUID]\n", ""),
    ("many", "articles", "links keep what they link to", MIGRATION, '            ["tag_id"], ["tags.id"], name=op.f("fk_article_tags_tag_id_tags"), ondelete="CASCADE"\n', '            ["tag_id"], ["tags.id"], name=op.f("fk_article_tags_tag_id_tags")\n'),
    ("uuid", "articles", "an id is any text", ENDPOINTS, "async def get_article(\n    db: AsyncDbSession,\n    article_id: UUID,", "async def get_article(\n    db: AsyncDbSession,\n    article_id: str,"),
    ("uuid", "readings", "a filter is missing", SCHEMAS, "    value_gt: QueryInt32 | MISSING = MISSING\n", ""),
    ("export", "devices", "a file has the rows of others", ENDPOINTS, "filters, user_id=user.id)", "filters, user_id=user.id + 1)"),
    ("export", "devices", "a file ignores its filters", ENDPOINTS, "DeviceResponse, filters,", "DeviceResponse, DeviceExportFilters(),"),
    ("export", "devices", "a file is for everybody", ENDPOINTS, "async def export_devices(\n    user: CurrentUser,", "async def export_devices(\n    user: Annotated[User, Depends(lambda: User(id=1))],", "from fastapi import Depends\nfrom app.models.user import User\n", ALL_OPEN),
    ("export", "articles", "a file has another name", ENDPOINTS, 'as_file("articles"', 'as_file("article"'),
    ("bulk", "devices", "many are created by half", SERVICE, "for item in items])\n\n    async def update_all", "for item in items[:1]])\n\n    async def update_all"),
    ("bulk", "devices", "many ignore a field", SERVICE, "[item.model_dump(exclude_unset=True) for item in items]", '[item.model_dump(exclude_unset=True, exclude={"weight"}) for item in items]'),
    ("bulk", "devices", "many are not deleted", SERVICE, "await remove_all(self, ids)", "await remove_all(self, ids[:1])"),
    ("bulk", "devices", "many have no idempotency", ENDPOINTS, "db: IdempotentDbSession, user: CurrentUser, data: Bulk[DeviceCreate]", "db: AsyncDbSession, user: CurrentUser, data: Bulk[DeviceCreate]"),
    ("bulk", "devices", "many answer 200", ENDPOINTS, '    "/bulk", response_model=BulkResponse[DeviceResponse], status_code=status.HTTP_201_CREATED\n', '    "/bulk", response_model=BulkResponse[DeviceResponse]\n'),
    ("sync", "gauges", "everybody may do everything", ENDPOINTS, ", dependencies=[SignedIn]", "", "", ALL_OPEN),
    ("sync", "gauges", "an update ignores a field", SERVICE, "gauge, data.model_dump(exclude_unset=True)", 'gauge, data.model_dump(exclude_unset=True, exclude={"level"})'),
    ("sync", "gauges", "the list ignores its filters", SERVICE, "params, filters))", "params, GaugeFilters()))"),
    ("sync", "gauges", "a float has no bound", SCHEMAS, "Field(ge=0, le=100)", "Field(ge=0)"),
    ("sync", "gauges", "delete ignores If-Match", ENDPOINTS, ".delete(gauge_id, if_match)", ".delete(gauge_id)"),
    ("only", "readings", "a row can be deleted", ENDPOINTS, "@router.get(\"/{reading_id}\"", '@router.delete("/{reading_id}", response_model=ReadingResponse)\n@router.get("/{reading_id}"'),
]  # fmt: skip
MUTANTS = [Mutant(*fault) for fault in _FAULTS]
