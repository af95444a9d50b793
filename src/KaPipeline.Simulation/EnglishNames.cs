namespace KaPipeline.Simulation;

/// <summary>What the sample world's places, dealers, categories and people are called in English letters; empty for a name that none is
/// known of.</summary>
internal static class EnglishNames
{
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["上海"] = "Shanghai", ["江苏"] = "Jiangsu", ["浙江"] = "Zhejiang", ["安徽"] = "Anhui",
        ["苏州"] = "Suzhou", ["无锡"] = "Wuxi", ["嘉兴"] = "Jiaxing", ["杭州"] = "Hangzhou", ["宁波"] = "Ningbo", ["绍兴"] = "Shaoxing",
        ["温州"] = "Wenzhou", ["南京"] = "Nanjing", ["常州"] = "Changzhou", ["合肥"] = "Hefei", ["芜湖"] = "Wuhu", ["马鞍山"] = "Ma'anshan",
        ["南通"] = "Nantong", ["湖州"] = "Huzhou", ["昆山"] = "Kunshan", ["扬州"] = "Yangzhou", ["金华"] = "Jinhua", ["蚌埠"] = "Bengbu",
        ["曹杨"] = "Caoyang", ["五角场"] = "Wujiaochang", ["莘庄"] = "Xinzhuang", ["观前"] = "Guanqian", ["崇安"] = "Chong'an",
        ["南湖"] = "Nanhu", ["武林"] = "Wulin", ["滨江"] = "Binjiang", ["天一"] = "Tianyi", ["柯桥"] = "Keqiao", ["打浦桥"] = "Dapuqiao",
        ["五马"] = "Wuma", ["新街口"] = "Xinjiekou", ["江宁"] = "Jiangning", ["钟楼"] = "Zhonglou", ["包河"] = "Baohe", ["镜湖"] = "Jinghu",
        ["花山"] = "Huashan", ["政务区"] = "Zhengwu", ["河西"] = "Hexi", ["崇川"] = "Chongchuan", ["城西"] = "Chengxi", ["虹桥"] = "Hongqiao",
        ["浦东"] = "Pudong", ["成山路"] = "Chengshan Road", ["长寿路"] = "Changshou Road", ["七宝"] = "Qibao", ["吴兴"] = "Wuxing",
        ["玉山"] = "Yushan", ["园区"] = "Industrial Park", ["大宁"] = "Daning", ["杨浦"] = "Yangpu", ["文昌"] = "Wenchang",
        ["婺城"] = "Wucheng", ["淮上"] = "Huaishang", ["蜀山"] = "Shushan", ["静安"] = "Jing'an",
        ["苏杭食品经营部"] = "Suhang Foods", ["皖江商贸"] = "Wanjiang Trading",
        ["纯牛奶"] = "Pure milk", ["早餐奶"] = "Breakfast milk", ["花色奶"] = "Flavoured milk", ["乳饮料"] = "Milk drinks",
        ["儿童奶"] = "Children's milk", ["新品"] = "New products",
    };

    private static readonly Dictionary<char, string> Syllables = new()
    {
        ['王'] = "wang", ['李'] = "li", ['张'] = "zhang", ['刘'] = "liu", ['陈'] = "chen", ['杨'] = "yang", ['赵'] = "zhao", ['黄'] = "huang",
        ['周'] = "zhou", ['吴'] = "wu", ['徐'] = "xu", ['孙'] = "sun", ['胡'] = "hu", ['朱'] = "zhu", ['高'] = "gao", ['林'] = "lin",
        ['何'] = "he", ['郭'] = "guo", ['马'] = "ma", ['罗'] = "luo", ['伟'] = "wei", ['芳'] = "fang", ['敏'] = "min", ['静'] = "jing",
        ['磊'] = "lei", ['洋'] = "yang", ['艳'] = "yan", ['勇'] = "yong", ['杰'] = "jie", ['娟'] = "juan", ['涛'] = "tao", ['明'] = "ming",
        ['超'] = "chao", ['霞'] = "xia", ['平'] = "ping", ['刚'] = "gang", ['玲'] = "ling", ['辉'] = "hui", ['玉'] = "yu", ['兰'] = "lan",
        ['志'] = "zhi", ['强'] = "qiang", ['晓'] = "xiao", ['东'] = "dong", ['海'] = "hai", ['燕'] = "yan", ['建'] = "jian", ['华'] = "hua",
    };

    /// <summary>A region, a city, a part of one, a dealer, or a category of products.</summary>
    public static string Of(string name) => Places.GetValueOrDefault(name, "");

    /// <summary>A store, which is named for its city, its place in it and, beyond the first there, its number.</summary>
    public static string Store(Store store)
    {
        var place = store.Name[store.City.Length..].TrimEnd('店');
        var number = new string([.. place.Where(char.IsAsciiDigit)]);
        return (Of(store.City), Of(place[..^number.Length])) is ({ Length: > 0 } city, { Length: > 0 } part)
            ? $"{city} {part} {number}".TrimEnd() : "";
    }

    /// <summary>The warehouse that supplies a store, which is named for its chain and its region; empty where none does.</summary>
    public static string Warehouse(Store store) => store.Warehouse.Length > 0 && Of(store.Region) is { Length: > 0 } region
        ? $"{Capital(store.ChainId)} {region} warehouse" : "";

    /// <summary>A person: surname first, as they are known.</summary>
    public static string Person(string name)
    {
        if (!name.All(Syllables.ContainsKey))
        {
            return "";
        }

        var given = string.Concat(name[1..].Select(letter => Syllables[letter]));
        return $"{Capital(Syllables[name[0]])} {Capital(given)}";
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
