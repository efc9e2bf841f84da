namespace RtcCluster.Contracts.Ids;

/// <summary>A conversation of a tenant's users: of two, whose names stand in it in the order of their bytes with a plus sign between, or of a group.</summary>
/// <param name="Key">The grain key <c>{tenant}/{name}</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.ConversationId")]
public readonly record struct ConversationId([property: Id(0)] string Key)
{
    /// <summary>Makes the id of a conversation from the tenant and the conversation's name.</summary>
    public ConversationId(TenantId tenant, string name)
        : this(GrainKey.Join(tenant, name))
    {
    }

    /// <summary>The tenant that owns it.</summary>
    public TenantId Tenant => GrainKey.TenantOf(Key);

    /// <summary>The name within the tenant.</summary>
    public string Name => GrainKey.NameOf(Key);

    /// <summary>Whether it is one of two users.</summary>
    public bool IsDirect => Name.Contains('+', StringComparison.Ordinal);

    /// <summary>Whether a name is one that groups are given, and nothing else: who is in a group dials it to come into the group's call.</summary>
    public static bool IsGroupName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length == 33 && name[0] == 'g' && Guid.TryParseExact(name[1..], "n", out _);
    }

    /// <summary>The conversation of two users of a tenant.</summary>
    public static ConversationId Direct(TenantId tenant, string one, string other) =>
        new(tenant, string.CompareOrdinal(one, other) < 0 ? $"{one}+{other}" : $"{other}+{one}");

    /// <summary>
    /// The conversation that a user calls so: <c>@name</c> is the one with that user, anything else a group; null for what is no conversation's name, or would be one with oneself.
    /// </summary>
    public static ConversationId? Read(UserId reader, string? name) =>
        name is ['@', ..] && GrainKey.IsPlainName(name[1..]) && name[1..] != reader.Name ? Direct(reader.Tenant, reader.Name, name[1..])
        : GrainKey.IsPlainName(name) ? new ConversationId(reader.Tenant, name!)
        : null;

    /// <summary>What a member calls it; the other way of <see cref="Read"/>.</summary>
    public string NameFor(string member) => Other(member) is { } other ? $"@{other}" : Name;

    /// <summary>The other of two users; null for a group, and for who is neither of them.</summary>
    public string? Other(string member) =>
        Name.Split('+') is [var one, var two] ? (one == member ? two : two == member ? one : null) : null;

    /// <inheritdoc/>
    public override string ToString() => Key ?? "";
}
