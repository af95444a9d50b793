namespace KaPipeline.Simulation.Truth;

/// <summary>A break that a correct system must find; summed per kind, statement and keys. Amounts signed as docs/money.md#money-breaks
/// says.</summary>
internal sealed record TrueBreak(
    string ChainId, string Kind, decimal Amount, decimal Quantity, string StatementNumber, int? LineNumber, string OrderNumber,
    string DeliveryNumber,
    string StoreId, string ProductId, bool IsFree, bool IsCarried, string FirstStatementNumber, string FeeCode = "");

/// <summary>What a statement should pay and says it pays; the difference is the sum of its money breaks.</summary>
internal sealed record TrueStatement(string ChainId, string AccountId, string StatementNumber, decimal ExpectedPayable,
    decimal StatedPayable, decimal BreakTotal);
