using Microsoft.Extensions.Options;

namespace RtcCluster.Storage.Subscriptions;

/// <summary>Stops the start on plans that cannot be read.</summary>
internal sealed class SubscriptionOptionsValidator : IValidateOptions<SubscriptionOptions>
{
    private const int MostHours = 2_160;
    private const int LeastSecret = 32;

    public ValidateOptionsResult Validate(string? name, SubscriptionOptions options) =>
        !Plan.TryReadAll(options.Plans, out _, out var problem) ? ValidateOptionsResult.Fail($"Subscription:Plans: {problem}")
        : options.Currency.Length != 3 || !options.Currency.All(char.IsAsciiLetterUpper) ? ValidateOptionsResult.Fail("Subscription:Currency must be three capital letters (ISO 4217).")
        : options.NoticeHours is < 0 or > MostHours ? ValidateOptionsResult.Fail($"Subscription:NoticeHours is {options.NoticeHours}; it must be 0 to {MostHours}.")
        : options.InvoicesFrom.Length > 0 && !BillingMonth.TryRead(options.InvoicesFrom, out _) ? ValidateOptionsResult.Fail("Subscription:InvoicesFrom must be a month such as 2026-11.")
        : options.StripeSecret.Length is > 0 and < 16 ? ValidateOptionsResult.Fail("Subscription:StripeSecret must be at least 16 characters.")
        : options.StoreSecret.Length is > 0 and < LeastSecret ? ValidateOptionsResult.Fail($"Subscription:StoreSecret must be at least {LeastSecret} characters.")
        : ValidateOptionsResult.Success;
}
