namespace KaPipeline.Simulation;

/// <summary>The people: representatives per city, managers per city and region, supervisors per chain, and the central functions; then the
/// sales line and who answers for single cases. The last region has no sales region manager and the last chain that buys its goods
/// nobody who runs its promotions: not all is named.</summary>
internal static class Organisation
{
    private static readonly string[] Surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭",
        "马", "罗"];
    private static readonly string[] Given = ["伟", "芳", "敏", "静", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "明", "超", "霞", "平", "刚", "玲", "辉",
        "玉兰", "志强", "晓东", "海燕", "建华"];

    public static void Make(World world)
    {
        var since = new DateOnly(world.From.Year, 1, 1);
        void Add(string role, string chain = "", string region = "", string city = "", string language = "zh-CN", string store = "",
            string subject = "")
        {
            var n = world.Persons.Count + 1;
            var id = Text.Of($"E{n:000}");
            world.Persons.Add(new Person(id, Surnames[n * 7 % Surnames.Length] + Given[n * 5 % Given.Length],
                Text.Of($"{role.Replace('_', '.')}.{id.ToLowerInvariant()}@ka.example"), language));
            world.Responsibilities.Add(new Responsibility(id, role, chain, region, city, store, since) { Subject = subject });
        }

        Add("finance_director", language: "en");
        Add("finance");
        Add("analyst");
        Add("operations");
        foreach (var chain in world.Chains.Where(chain => !chain.IsConsigned))
        {
            Add("supervisor", chain: chain.Id);
        }

        foreach (var region in world.Stores.GroupBy(store => store.Region).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Add("region_manager", region: region.Key);
            foreach (var city in region.Select(store => store.City).Distinct().Order(StringComparer.Ordinal))
            {
                Add("representative", region: region.Key, city: city);
            }

            Add("city_manager", region: region.Key, city: region.GroupBy(store => store.City).OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal).First().Key);
        }

        var regions = world.Stores.Select(store => store.Region).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var region in regions)
        {
            Add("area_manager", region: region);
        }

        foreach (var region in regions.SkipLast(1))
        {
            Add("sales_region_manager", region: region);
        }

        foreach (var chain in world.Chains.Where(chain => !chain.IsConsigned).SkipLast(1))
        {
            Add("promotion_runner", chain: chain.Id);
        }

        foreach (var dealer in world.Stores.Select(store => store.Dealer).Where(dealer => dealer.Length > 0).Distinct()
            .Order(StringComparer.Ordinal).Take(1))
        {
            Add("dealer_manager", subject: dealer);
        }

        if (world.Stores.FirstOrDefault(store => store.Format == "hypermarket") is { } largest)
        {
            Add("promoter", chain: largest.ChainId, store: largest.Id);
        }

        foreach (var chain in world.Chains.Where(chain => chain.IsConsigned))
        {
            Add("supervisor", chain: chain.Id);
        }
    }
}
