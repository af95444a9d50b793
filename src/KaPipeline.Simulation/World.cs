namespace KaPipeline.Simulation;

/// <summary>One fault that was planted, with the keys by which it must be found.</summary>
internal sealed record Planted(string Kind, string ChainId, string DocumentNumber, string StoreId, string ProductId);

/// <summary>The supplier's world as it really is: every document with its true links. Nothing in it comes from a database.</summary>
internal sealed class World
{
    public required DateOnly From { get; init; }

    /// <summary>Last day on which orders were made and the last possible period end.</summary>
    public required DateOnly To { get; init; }

    public required IReadOnlyList<SimulatedChain> Chains { get; init; }

    /// <summary>The business date at whose end the truth holds: everything is due and every statement has come.</summary>
    public required DateOnly AsOf { get; init; }

    public IReadOnlyList<Product> Products { get; } = Catalogue.Products;
    public List<ChainItem> Items { get; } = [];
    public List<Store> Stores { get; } = [];
    public List<PriceEntry> Prices { get; } = [];
    public List<Promotion> Promotions { get; } = [];
    public List<Contract> Contracts { get; } = [];
    public List<ContractTerm> Terms { get; } = [];
    public List<Person> Persons { get; } = [];
    public List<Responsibility> Responsibilities { get; } = [];
    public List<Order> Orders { get; } = [];
    public List<DeliveryNote> Notes { get; } = [];

    /// <summary>What was sold on consignment, in the shape of notes: one for each period and store, which no file holds.</summary>
    public List<DeliveryNote> Sold { get; } = [];

    public List<Statement> Statements { get; } = [];
    public List<LockSpell> LockSpells { get; } = [];
    public List<StatusChange> StatusChanges { get; } = [];
    public List<TillDay> TillDays { get; } = [];
    public List<KeptShelf> KeptShelves { get; } = [];
    public List<Rush> Rushes { get; } = [];

    /// <summary>Orders that stores faxed to us; they are not due by the world's end.</summary>
    public List<Order> FaxedOrders { get; } = [];
    /// <summary>Sales of months before our time, and of those a year ago, as totals.</summary>
    public List<MonthTotal> MonthTotals { get; } = [];

    public List<Invoice> Invoices { get; } = [];
    public List<PaymentLine> Payments { get; } = [];
    public List<Planted> Planted { get; } = [];

    /// <summary>The month before, where the world has one, with that before it: documents of its own, by the same master data.</summary>
    public World? Before { get; set; }

    /// <summary>The months before, where there are any, and the world itself.</summary>
    public IEnumerable<World> WithBefore() => Before is null ? [this] : [.. Before.WithBefore(), this];

    /// <summary>Orders that count: those without a flaw.</summary>
    public IEnumerable<Order> GoodOrders => Orders.Where(order => order.Flaw == Flaw.None);

    /// <summary>Delivery and return notes that count.</summary>
    public IEnumerable<DeliveryNote> GoodNotes => Notes.Where(note => note.Flaw == Flaw.None);

    /// <summary>Item number of a product at a chain.</summary>
    public string ItemNumber(string chainId, Product product) => ItemNumbers.Value[(chainId, product.Id)];

    private Lazy<Dictionary<(string, string), string>> ItemNumbers { get; }

    public World() => ItemNumbers = new(() => Items.ToDictionary(item => (item.ChainId, item.Product.Id), item => item.ItemNumber));
}
