using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>A fax that the call brings or sends.</summary>
[GenerateSerializer, Alias("rtc.state.CallFax")]
internal sealed class CallFax
{
    /// <summary>Whose it is.</summary>
    [Id(0)]
    public UserId Owner { get; set; }

    /// <summary>True once its edge has said how it went.</summary>
    [Id(1)]
    public bool Over { get; set; }

    /// <summary>Whether all of it has passed.</summary>
    [Id(2)]
    public bool Complete { get; set; }

    /// <summary>Pages that have passed.</summary>
    [Id(3)]
    public int Pages { get; set; }

    /// <summary>What the other machine calls itself.</summary>
    [Id(4)]
    public string Station { get; set; } = "";

    /// <summary>How it went, in words for an expert.</summary>
    [Id(5)]
    public string Result { get; set; } = "";

    /// <summary>The fax that is sent, as its owner's box names it; null for one that is received.</summary>
    [Id(6)]
    public string? Sent { get; set; }
}
