"""The main categories of merchants and products (one list for both), by code, with the names that mean them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    """`aliases` are the source's own, garbled names."""

    zh: str
    en: str
    aliases: tuple[str, ...] = ()


MAIN_CATEGORIES: Mapping[str, Category] = {
    "office_and_culture": Category("办公、文化", "office and culture", ("工作、文明",)),
    "shoes": Category("鞋", "shoes", ("鞋子",)),
    "children_s_clothing": Category("童装", "children's clothing"),
    "underwear": Category("内衣", "underwear"),
    "apparel_accessories_and_jewellery": Category(
        "服饰配件、饰品", "apparel accessories and jewellery", ("服装配件、饰品",)
    ),
    "toys": Category("玩具", "toys"),
    "women_s_clothing": Category("女装", "women's clothing"),
    "food_and_beverages": Category("食品饮料", "food and beverages"),
    "pets_and_gardening": Category("宠物及园艺", "pets and gardening"),
    "car_supplies": Category("汽车用品", "car supplies"),
    "lighting": Category("照明", "lighting"),
    "men_s_clothing": Category("男装", "men's clothing"),
    "electronic_components": Category("电子元器件", "electronic components"),
    "media_and_broadcasting": Category("传媒、广电", "media and broadcasting", ("媒体、广播电视",)),
    "safety_and_protection": Category("安全、防护", "safety and protection", ("安全、保护",)),
    "packaging": Category("包装", "packaging"),
    "digital_and_computers": Category("数码、电脑", "digital and computers"),
    "electrical": Category("电工电气", "electrical", ("电气",)),
    "textiles_and_leather": Category("纺织、皮革", "textiles and leather"),
    "bags_and_leather_goods": Category("箱包皮具", "bags and leather goods"),
    "machinery_and_industrial_equipment": Category(
        "机械及行业设备", "machinery and industrial equipment", ("机械及专业设备",)
    ),
    "hardware_and_tools": Category("五金、工具", "hardware and tools"),
    "chemicals": Category("化工", "chemicals"),
    "rubber_and_plastics": Category("橡塑", "rubber and plastics"),
    "building_materials": Category("建材", "building materials"),
    "environmental_protection": Category("环保", "environmental protection"),
    "instruments": Category("仪器仪表", "instruments"),
    "household_goods": Category("家居用品", "household goods"),
    "sports_and_outdoors": Category("运动户外", "sports and outdoors", ("野外运动",)),
    "machine_tools": Category("机床", "machine tools"),
    "business_services": Category("商务服务", "business services"),
    "used_equipment_transfer": Category("二手设备转让", "used-equipment transfer", ("二手设备转移",)),
    "processing": Category("加工", "processing"),
    "personal_care_and_home_cleaning": Category(
        "个护/家清", "personal care and home cleaning", ("个人护理/家庭清洁", "个人护理/家居清洁")
    ),
    "adult_products": Category("成人用品", "adult products"),
    "catering_and_fresh_food": Category("餐饮生鲜", "catering and fresh food", ("新鲜餐饮",)),
    "steel": Category("钢铁", "steel"),
    "new_energy": Category("新能源", "new energy", ("新源",)),
}

_CODES = {
    name: code
    for code, category in MAIN_CATEGORIES.items()
    for name in (code, category.zh, category.en, *category.aliases)
}


def category_code(name: str) -> str:
    """The code that a name, an alias or a code stands for; an unknown name stands for itself."""
    return _CODES.get(name.strip(), name)
