namespace KaPipeline.Simulation.Truth;

/// <summary>One deduction judged: a line of a statement, or line 0 for a fee that was due and not taken. Amounts are signed as the
/// statement signs them; <see cref="AtStake"/> is the RMB of a deduction whose invoice is missing.</summary>
internal sealed record JudgedFee(Statement Statement, int Line, string Fee, decimal Stated, decimal Expected, string Kind, decimal AtStake);

/// <summary>What the terms allow (docs/money.md#deductions, decision 0050), statement after statement, as a clerk with a notebook does it:
/// how often each clause was used, how much of its cap is left, what was taken too much and has come back.</summary>
/// <param name="world">Whose contracts and statements.</param>
/// <param name="chainId">Chain.</param>
/// <param name="byTodaysTerms">By the terms known in the end, instead of those known when each statement closed.</param>
internal sealed class DeductionTruth(World world, string chainId, bool byTodaysTerms)
{
    private readonly List<Statement> statements = [.. world.Statements.Where(one => one.Chain.Id == chainId).OrderBy(one => one.To)
        .ThenBy(one => one.Number, StringComparer.Ordinal)];
    private readonly List<Contract> contracts = [.. world.Contracts.Where(one => one.ChainId == chainId).OrderByDescending(one => one.To)];
    private readonly FeeBase bases = new(world);
    private readonly Dictionary<(ContractTerm, string), Notebook> notebooks = [];
    private readonly Dictionary<string, (decimal TooMuch, decimal GivenBack)> perFee = [];

    /// <summary>Breaks of each statement by the terms of the day it closed, and beside them what later terms change.</summary>
    public static (List<JudgedFee> Fees, List<JudgedFee> Changed) Of(World world, string chainId)
    {
        var (then, now) = (new DeductionTruth(world, chainId, false).Judge().ToList(), new DeductionTruth(world, chainId, true).Judge()
            .ToList());
        static (string, int, string) Key(JudgedFee fee) => (fee.Statement.Number, fee.Line, fee.Line == 0 ? fee.Fee : "");
        var before = then.ToDictionary(Key);
        var after = now.ToDictionary(Key);
        var changed = before.Keys.Union(after.Keys).Select(key =>
        {
            var (old, renewed) = (before.GetValueOrDefault(key), after.GetValueOrDefault(key));
            return (renewed ?? old)! with
            {
                Stated = old?.Expected ?? 0,
                Expected = renewed?.Expected
                ?? 0,
                Kind = "deduction_terms_changed",
                AtStake = 0
            };
        });
        return (then, [.. changed.Where(one => one.Expected != one.Stated)]);
    }

    private IEnumerable<JudgedFee> Judge() => statements.SelectMany(Judge);

    private List<JudgedFee> Judge(Statement statement)
    {
        var known = contracts.Where(one => one.From <= statement.To && (byTodaysTerms || one.IsKnownAt(statement.ArrivedAt))).ToList();
        var clauses = ClausesOf(statement, known);
        var lines = statement.Lines.Select((line, i) => (Line: line, Number: i + 1)).Where(one => one.Line.Kind == "deduction").ToList();
        foreach (var pages in clauses.Values)
        {
            pages.Turn();
        }

        var judged = new List<JudgedFee>();
        foreach (var (line, number) in lines)
        {
            var fee = FeeOf(line.FeeText);
            var book = fee is null ? null : clauses.GetValueOrDefault(fee);
            var amount = line.Mode == "paid_apart" ? 0 : line.Amount;
            var isAgreed = book is { IsOpen: true } && (book.Term.Mode != "paid_apart" || line.Mode == "paid_apart");
            var isLast = lines.LastOrDefault(one => FeeOf(one.Line.FeeText) == fee && one.Line.Mode != "paid_apart"
                && one.Line.Amount < 0).Number == number;
            var may = known.Count == 0 ? Math.Max(-amount, 0) : isAgreed ? book!.Allow(Math.Max(-amount, 0), isLast) : 0;
            judged.Add(Verdict(statement, line, number, fee, amount, known.Count == 0 ? amount
                : Returned(fee ?? line.FeeText, amount, may) - may, isAgreed, known.Count > 0));
        }

        foreach (var (fee, book) in clauses.Where(pair =>
            pair.Value is { IsOpen: true, Term: { Per: "statement", Mode: not "paid_apart" }, Allowed: > 0 }
            && !lines.Any(one => FeeOf(one.Line.FeeText) == pair.Key && one.Line.Mode != "paid_apart" && one.Line.Amount < 0)))
        {
            judged.Add(new JudgedFee(statement, 0, fee, 0, -book.Allowed, "deduction_not_taken", 0));
        }

        return judged;
    }

    private static JudgedFee Verdict(Statement statement, SettlementLine line, int number, string? fee, decimal stated, decimal expected,
        bool isAgreed, bool isJudged) => new(
        statement, number, fee ?? "", stated, expected,
        stated == expected ? "" : !isAgreed || stated > 0 ? "deduction_not_in_contract" : expected > stated ? "deduction_over_contract"
        : "deduction_not_taken",
        isJudged && line is { Mode: "on_account", InvoiceNumber: "", Amount: < 0 } ? -line.Amount : 0);

    /// <summary>Of an amount given back: what settles the same fee taken too much before.</summary>
    private decimal Returned(string fee, decimal amount, decimal may)
    {
        var (tooMuch, givenBack) = perFee.GetValueOrDefault(fee);
        var returned = amount <= 0 ? 0 : Math.Min(amount, Math.Max(tooMuch - givenBack, 0));
        perFee[fee] = (tooMuch + Math.Max(-amount - may, 0), givenBack + Math.Max(amount, 0));
        return returned;
    }

    /// <summary>Our code of a fee text, by the labels of the newest contract that has it.</summary>
    private string? FeeOf(string text) =>
        contracts.SelectMany(contract => world.Terms.Where(term => term.ChainId == chainId && term.ContractId == contract.Id))
        .FirstOrDefault(term => term.Labels.Split('|').Contains(text))?.FeeCode;

    /// <summary>The clause that a statement is judged by, per fee: of the contract in force, but a tiered rebate of the year that ended
    /// last.</summary>
    private Dictionary<string, Notebook> ClausesOf(Statement statement, List<Contract> known)
    {
        var clauses = new Dictionary<string, Notebook>();
        if (known.Count == 0)
        {
            return clauses;
        }

        var ended = known.Where(one => one.To <= statement.To).MaxBy(one => one.To);
        foreach (var contract in known.Where(one => one == known[0] || one == ended))
        {
            foreach (var term in world.Terms.Where(term => term.ChainId == chainId && term.ContractId == contract.Id
                && (term.Kind == "tiered_rebate" ? contract == ended : contract == known[0])))
            {
                var years = YearsBetween(contract.From, statement.To);
                var shift = contract.To < statement.To ? years : 0;
                var counter = term.Per == "month" ? Text.Of($"{statement.To:yyyyMM}") : term.Kind == "tiered_rebate" ? ""
                    : Text.Of($"{years}");
                if (!notebooks.TryGetValue((term, counter), out var book))
                {
                    notebooks[(term, counter)] = book = new Notebook(term);
                }

                var due = term.Kind == "fixed" ? term.Amount!.Value : Share(term, contract, statement);
                book.Open(due, term.Kind == "tiered_rebate"
                    || (term.From.AddYears(shift) <= statement.To && statement.From <= term.To.AddYears(shift)));
                clauses.Add(term.FeeCode, book);
            }
        }

        return clauses;
    }

    /// <summary>Of the statement's own goods, or of those of the month or the contract's year so far.</summary>
    private decimal Share(ContractTerm term, Contract contract, Statement statement)
    {
        var goods = bases.Of(term, statements.Where(one => term.Per switch
        {
            "statement" => one == statement,
            "month" => (one.To.Year, one.To.Month) == (statement.To.Year, statement.To.Month) && one.To <= statement.To,
            _ => contract.From <= one.To && one.To <= contract.To && one.To <= statement.To,
        }));
        var pct = term.Pct ?? term.Tiers.Where(tier => tier.From <= goods).Select(tier => tier.Pct).DefaultIfEmpty(0).Last();
        return Money.Round(goods * pct / 100);
    }

    private static int YearsBetween(DateOnly from, DateOnly to) => to.Year - from.Year - (from.AddYears(to.Year - from.Year) > to ? 1 : 0);

    /// <summary>What a clause has been used for in the time in which it counts.</summary>
    private sealed class Notebook(ContractTerm term)
    {
        private decimal dueSoFar;
        private decimal taken;
        private decimal takenHere;
        private int times;

        public ContractTerm Term => term;

        public bool IsOpen { get; private set; }

        /// <summary>RMB on the statement in hand; of a clause by the year, in all of it so far.</summary>
        public decimal Allowed { get; private set; }

        public void Open(decimal due, bool isOpen)
        {
            IsOpen = isOpen;
            var before = dueSoFar;
            dueSoFar += due;
            Allowed = term.Cap is not { } cap ? due
                : term.CapPer == "statement" || term.Per != "statement" ? Math.Min(due, cap)
                : Math.Min(dueSoFar, cap) - Math.Min(before, cap);
        }

        public void Turn() => takenHere = 0;

        /// <summary>How much of what was taken the clause allows; the last line of a statement is answerable for what is due on
        /// it.</summary>
        public decimal Allow(decimal amount, bool isLast)
        {
            var left = Math.Max(Allowed - (term.Per == "statement" ? takenHere : taken), 0);
            times += amount > 0 ? 1 : 0;
            takenHere += amount;
            taken += amount;
            return term.Per == "statement" ? (isLast && amount > 0 ? left : Math.Min(amount, left))
                : term.Kind == "fixed" ? (times > term.Times ? 0 : Math.Min(amount, Allowed))
                : Math.Min(amount, left);
        }
    }
}
