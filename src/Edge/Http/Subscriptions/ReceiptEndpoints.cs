using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Edge.Http.Subscriptions;

/// <summary>Webhooks of those who take money. Nobody signs in for them: their signature says who they are.</summary>
internal static class ReceiptEndpoints
{
    private const int LargestBody = 256 << 10;

    public static void Map(IEndpointRouteBuilder api)
    {
        var receipts = api.MapGroup("/receipts").WithTags("Subscription").AllowAnonymous();
        receipts.MapPost("/stripe", StripeAsync).WithName("ReceiveStripeReceipt")
            .WithSummary("A webhook of Stripe, with its signature. The same payment is kept once, however often it comes.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(413).ProducesProblem(422);
        receipts.MapPost("/store", StoreAsync).WithName("ReceiveStoreReceipt")
            .WithSummary("A receipt of another store, signed as Stripe does in the header Store-Signature.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(413).ProducesProblem(422);
    }

    private static Task<IResult> StripeAsync(HttpContext context, Receipts receipts, IOptions<SubscriptionOptions> options, CancellationToken ct) =>
        receipts.TakeAsync(context, "stripe", options.Value.StripeSecret, "Stripe-Signature", LargestBody, ct);

    private static Task<IResult> StoreAsync(HttpContext context, Receipts receipts, IOptions<SubscriptionOptions> options, CancellationToken ct) =>
        receipts.TakeAsync(context, "store", options.Value.StoreSecret, "Store-Signature", LargestBody, ct);
}

/// <summary>Takes receipts.</summary>
internal sealed class Receipts(Billing billing, IDirectory directory, AuditTrail audit, EdgeMetrics metrics, EdgeClock clock)
{
    /// <summary>Checks, reads and keeps what came.</summary>
    public async Task<IResult> TakeAsync(HttpContext context, string source, string secret, string header, int largest, CancellationToken ct)
    {
        if (secret.Length == 0)
        {
            return ApiProblem.NotFound("store");
        }

        if (await ReadAsync(context.Request, largest, ct) is not { } body)
        {
            return Refuse(source, "large", StatusCodes.Status413PayloadTooLarge, $"A receipt is at most {largest} bytes.");
        }

        var verdict = SignedHook.Check(secret, context.Request.Headers[header].ToString(), body.Span, clock.Utc);
        if (verdict != HookVerdict.Genuine)
        {
            return verdict == HookVerdict.Old ? Refuse(source, "old", StatusCodes.Status400BadRequest, "It was signed too long ago.") : Refuse(source, "forged", StatusCodes.Status400BadRequest, $"{header} does not fit.");
        }

        var isOther = false;
        var receipt = source == "stripe" ? ReceiptReading.Stripe(body, clock.Utc, out isOther) : ReceiptReading.Store(body, clock.Utc);
        if (isOther)
        {
            return TypedResults.Ok(new ReceiptAnswer(false));
        }

        if (receipt is null || await directory.FindTenantAsync(receipt.TenantId, ct) is null)
        {
            return Refuse(source, "unreadable", StatusCodes.Status422UnprocessableEntity, "It says not which company has paid how much.");
        }

        var line = audit.RowOf(receipt.TenantId, source, "subscription.receipt", receipt.Id, context.Connection.RemoteIpAddress?.ToString() ?? "", FormattableString.Invariant($"{receipt.Amount} {receipt.Currency}"));
        var isNew = await billing.AddAsync(receipt, line, ct);
        metrics.ReceiptCame(source, isNew ? "kept" : "again");
        return TypedResults.Ok(new ReceiptAnswer(isNew));
    }

    private ProblemHttpResult Refuse(string source, string result, int status, string why)
    {
        metrics.ReceiptCame(source, result);
        return ApiProblem.Make(status, $"receipt-{result}", why);
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int largest, CancellationToken ct)
    {
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > largest)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}

/// <summary>What became of a receipt.</summary>
/// <param name="Kept">True: it was kept. False: it was there already, or it tells of no payment.</param>
internal sealed record ReceiptAnswer(bool Kept);
