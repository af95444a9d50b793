using KaPipeline.Simulation.Files;

namespace KaPipeline.Tests.Ingestion.Profiles;

/// <summary>Files of a chain that no profile knows.</summary>
internal static class StrangerFiles
{
    /// <summary>A statement with goods and fees on two sheets, its period in two cells beside one label, and a sheet of notes.</summary>
    public static byte[] TwoSheets(string store = "门店编码", string item = "商品编码")
    {
        var goods = new Sheet("货款明细");
        goods.Add("诺达零售 供应商对账单");
        goods.Add("对账单号", "ND-2605-1", "供应商编码", "NS-20871");
        goods.Add("账期", "2026-05-01", "2026-05-15");
        goods.Add("本期应付", 326.24m);
        goods.Add("验收单号", store, item, "商品名称", "数量", "含税单价", "税率", "含税金额");
        goods.Add("SH0001", "01", "880011", "小纯", 48m, 2.18m, "9%", 104.64m);
        goods.Add("SH0001", "01", "880022", "大纯", 30m, 8.72m, "9%", 261.60m);
        goods.Add("合计", null, null, null, 78m, null, null, 366.24m);
        var fees = new Sheet("费用明细");
        fees.Add("序号", "费用项目", "扣款方式", "扣款金额", "备注");
        fees.Add(1m, "促销服务费", "账扣", 20m, "五一");
        fees.Add(2m, "仓储费", "票扣", 20m);
        var notes = new Sheet("说明");
        notes.Add("本对账单由系统生成");
        notes.Add("如有疑问请联系采购");
        return XlsxFile.Write(goods, fees, notes);
    }
}
