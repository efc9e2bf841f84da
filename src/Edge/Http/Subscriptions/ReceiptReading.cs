using System.Text.Json;
using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Edge.Http.Subscriptions;

/// <summary>Reads receipts as those write them who take money. What is no receipt is null.</summary>
internal static class ReceiptReading
{
    private const int LongestId = 200;

    /// <summary>An event of Stripe: of the kinds that say that something was paid, with the company in <c>metadata.tenant</c> of its object.</summary>
    /// <param name="body">The event.</param>
    /// <param name="now">The time.</param>
    /// <param name="isOther">True of an event that says something else: there is nothing to keep of it.</param>
    public static PaymentReceipt? Stripe(ReadOnlyMemory<byte> body, DateTimeOffset now, out bool isOther)
    {
        isOther = false;
        if (Parse(body) is not { } root || Text(root, "id") is not { } id || Text(root, "type") is not { } type)
        {
            return null;
        }

        if (type is not ("invoice.paid" or "invoice.payment_succeeded" or "checkout.session.completed" or "checkout.session.async_payment_succeeded"))
        {
            isOther = true;
            return null;
        }

        if (!root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("object", out var thing) || thing.ValueKind != JsonValueKind.Object
            || !thing.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // A checkout may be over before it is paid: then another event says so. What it begins to subscribe to, or has an invoice for, is told of as an invoice too.
        if (type.StartsWith("checkout.", StringComparison.Ordinal) && (Text(thing, "mode") != "payment" || Text(thing, "payment_status") != "paid" || HasInvoice(thing)))
        {
            isOther = true;
            return null;
        }

        // One payment is told of by events of several kinds: its object is what was paid.
        return Make("stripe", Text(thing, "id") ?? id, Text(metadata, "tenant"), Number(thing, "amount_paid") ?? Number(thing, "amount_total"), Text(thing, "currency"), Text(metadata, "invoice"), Time(root, "created"), now);
    }

    /// <summary>A receipt of another store: <c>store</c>, <c>id</c>, <c>tenant</c>, <c>amount</c> in hundredths, <c>currency</c>, <c>paidAt</c> in seconds since 1970, and <c>invoice</c> where it is for one.</summary>
    /// <param name="body">The receipt.</param>
    /// <param name="now">The time.</param>
    public static PaymentReceipt? Store(ReadOnlyMemory<byte> body, DateTimeOffset now) =>
        Parse(body) is { } root && Text(root, "store") is { Length: <= 32 } store && store != "stripe" && store.All(char.IsAsciiLetterOrDigit)
            ? Make(store, Text(root, "id"), Text(root, "tenant"), Number(root, "amount"), Text(root, "currency"), Text(root, "invoice"), Time(root, "paidAt"), now)
            : null;

    private static PaymentReceipt? Make(string source, string? id, string? tenant, long? amount, string? currency, string? invoice, DateTimeOffset? paidAt, DateTimeOffset now) =>
        id is { Length: <= LongestId } && tenant is { Length: <= 32 } && amount is >= 0 and { } paid && currency is { Length: 3 } && currency.All(char.IsAsciiLetter) && invoice is null or { Length: <= 64 } && !(invoice + id + tenant).Contains('\0', StringComparison.Ordinal)
            ? new PaymentReceipt
            {
                Id = $"{source}/{id}", TenantId = tenant, Amount = paid, Currency = currency.ToUpperInvariant(), InvoiceId = invoice ?? "", PaidAt = paidAt ?? now, ReceivedAt = now,
            }
            : null;

    // Its id, or the invoice itself where it is expanded.
    private static bool HasInvoice(JsonElement session) => session.TryGetProperty("invoice", out var invoice) && invoice.ValueKind is JsonValueKind.String or JsonValueKind.Object;

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            // What is no JSON is no receipt.
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static long? Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static DateTimeOffset? Time(JsonElement element, string name) =>
        Number(element, name) is { } seconds and > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
