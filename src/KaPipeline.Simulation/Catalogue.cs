namespace KaPipeline.Simulation;

/// <summary>The mandatory assortment of docs/domain.md#assortment and three products that the region adds, with invented codes and
/// prices.</summary>
internal static class Catalogue
{
    private const decimal Milk = 0.09m;
    private const decimal Drink = 0.13m;

    /// <summary>All products, in the manual's order.</summary>
    public static IReadOnlyList<Product> Products { get; } = Number(
    [
        Core("小纯", "Pure milk 250 ml", "纯牛奶", 24, 250, Milk, 2.1450m),
            Core("小高钙", "High-calcium milk 250 ml", "纯牛奶", 24, 250, Milk, 2.3360m),
        Core("小高低", "High-calcium low-fat milk 250 ml", "纯牛奶", 24, 250, Milk, 2.3410m),
        Core("大纯", "Pure milk 1 l", "纯牛奶", 12, 1000, Milk, 7.8630m),
        Core("大高", "High-calcium milk 1 l", "纯牛奶", 12, 1000, Milk, 8.2270m),
        Core("大高低", "High-calcium low-fat milk 1 l", "纯牛奶", 12, 1000, Milk, 8.2450m),
        Core("早餐麦香", "Breakfast milk, malt", "早餐奶", 24, 250, Drink, 2.0730m),
        Core("早餐核桃", "Breakfast milk, walnut", "早餐奶", 24, 250, Drink, 2.0790m),
        Core("巧克力", "Chocolate milk", "花色奶", 24, 250, Drink, 2.1210m), Core("甜奶", "Sweet milk", "花色奶", 24, 250, Drink, 1.9870m),
        Core("草莓奶", "Strawberry milk", "花色奶", 24, 250, Drink, 2.0310m),
        Core("原味优酸乳", "Yoghurt drink, plain", "乳饮料", 24, 250, Drink, 1.8230m),
        Core("草莓优酸乳", "Yoghurt drink, strawberry", "乳饮料", 24, 250, Drink, 1.8270m),
        Core("AD钙优酸乳", "Yoghurt drink, A+D calcium", "乳饮料", 24, 250, Drink, 1.9120m),
        Core("蓝莓优酸乳", "Yoghurt drink, blueberry", "乳饮料", 24, 250, Drink, 1.8390m),
        Child("100PET原味", "Children's drink PET 100 ml, plain", 40, 100, 1.0330m),
        Child("100PET草莓", "Children's drink PET 100 ml, strawberry", 40, 100, 1.0370m),
        Child("200PET原味", "Children's drink PET 200 ml, plain", 24, 200, 1.7190m),
        Child("200PET草莓", "Children's drink PET 200 ml, strawberry", 24, 200, 1.7230m),
        Child("125ml儿童乳饮料原味", "Children's drink 125 ml, plain", 36, 125, 1.2410m),
        Child("125ml儿童乳饮料草莓", "Children's drink 125 ml, strawberry", 36, 125, 1.2430m),
        New("125ml益智型成长奶", "Growth milk, mind, 125 ml", 36, 125, Drink, 2.2170m),
        New("125ml健骨型成长奶", "Growth milk, bone, 125 ml", 36, 125, Drink, 2.2190m),
        New("190ml益智型成长奶", "Growth milk, mind, 190 ml", 24, 190, Drink, 3.1310m),
        New("190ml健骨型成长奶", "Growth milk, bone, 190 ml", 24, 190, Drink, 3.1370m),
        New("谷粒多欧风麦香", "Grain drink, European malt", 24, 250, Drink, 2.6710m),
        New("谷粒多泰茉米香", "Grain drink, jasmine rice", 24, 250, Drink, 2.6770m),
        New("金典纯奶", "Premium pure milk", 12, 250, Milk, 4.5130m), New("金典双蛋白", "Premium double protein", 12, 250, Milk, 4.9870m),
        New("金典低脂", "Premium low-fat milk", 12, 250, Milk, 4.6190m), New("舒化全脂", "Lactose-free milk, whole", 12, 220, Milk, 4.2330m),
        New("舒化低脂", "Lactose-free milk, low-fat", 12, 220, Milk, 4.2370m),
        New("果之优原味", "Fruit yoghurt drink, plain", 24, 250, Drink, 2.4470m),
        New("果之优草莓", "Fruit yoghurt drink, strawberry", 24, 250, Drink, 2.4490m),
        New("果之优菠萝", "Fruit yoghurt drink, pineapple", 24, 250, Drink, 2.4530m),
        Region("红枣奶", "Red-date milk", 24, 250, 2.2870m), Region("香蕉牛奶", "Banana milk", 24, 250, 2.2930m),
        Region("椰子优酸乳", "Yoghurt drink, coconut", 24, 250, 1.8610m),
    ]);

    private static Product Core(string name, string en, string category, int pack, int ml, decimal rate, decimal price) =>
        new("", name, en, category, "core", pack, ml, "", "", rate, price, null);

    private static Product Child(string name, string en, int pack, int ml, decimal price) =>
        new("", name, en, "儿童奶", "children", pack, ml, "", "", Drink, price, null);

    private static Product New(string name, string en, int pack, int ml, decimal rate, decimal price) =>
        new("", name, en, "新品", "new", pack, ml, "", "", rate, price, new DateOnly(2026, 4, 1));

    private static Product Region(string name, string en, int pack, int ml, decimal price) =>
        new("", name, en, "花色奶", "region", pack, ml, "", "", Drink, price, null);

    private static List<Product> Number(IEnumerable<Product> products) => [.. products.Select((product, i) => product with
    {
        Id = Text.Of($"P{i + 1:000}"),
        UnitBarcode = WithCheckDigit(Text.Of($"69012340{i + 1:0000}")),
        CaseBarcode = WithCheckDigit(Text.Of($"69012349{i + 1:0000}")),
    })];

    /// <summary>EAN-13: weights 1 and 3 from the left.</summary>
    private static string WithCheckDigit(string twelve)
    {
        var sum = twelve.Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
        return twelve + (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
