using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Consents;

/// <summary>What a user may allow, each for itself. Nothing is allowed until the user says so. Stored by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConsentPurpose>))]
public enum ConsentPurpose
{
    /// <summary>Reports of faults in the user's browser are kept.</summary>
    Diagnostics,

    /// <summary>What is suggested goes by whom the user called.</summary>
    Personalisation,

    /// <summary>Where the user's device is may be kept.</summary>
    Location,

    /// <summary>Data go to services of others: an account of Google.</summary>
    ThirdParties,
}
