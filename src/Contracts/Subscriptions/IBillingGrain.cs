namespace RtcCluster.Contracts.Subscriptions;

/// <summary>Makes a company's invoices when its months are over. Key: <c>{tenant}/billing</c>.</summary>
[Alias("rtc.IBillingGrain")]
public interface IBillingGrain : IGrainWithStringKey
{
    /// <summary>It looks once an hour from now on, whatever becomes of the process that asked.</summary>
    [Alias("Watch")]
    Task Watch();

    /// <summary>Makes the invoices of all months that are over and have none.</summary>
    /// <returns>How many.</returns>
    [Alias("Bill"), ResponseTimeout("00:05:00")]
    Task<int> Bill();

    /// <summary>The key of a tenant's.</summary>
    static string KeyOf(string tenant) => $"{tenant}/billing";
}
