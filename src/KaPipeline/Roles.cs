namespace KaPipeline;

/// <summary>The roles that people have, as the master data and the files of <c>config/</c> name them.</summary>
public static class Roles
{
    /// <summary>Roles of a responsibility: the constraint <c>responsibility_role_known</c>.</summary>
    public static IReadOnlyList<string> OfPeople { get; } =
    [
        "representative", "city_manager", "region_manager", "area_manager", "sales_region_manager", "supervisor", "analyst", "finance",
            "operations",
        "finance_director", "promoter", "dealer_manager", "promotion_runner", "item_opener",
    ];

    /// <summary>Roles that bear a penalty: the constraint <c>penalty_share_role_known</c>.</summary>
    public static IReadOnlyList<string> BearingPenalties { get; } = [.. OfPeople.Where(role => role != "finance_director"), "dealer"];
}
