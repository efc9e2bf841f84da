namespace RtcCluster.Media.Ice;

/// <summary>The kinds of <see cref="IceEffect"/>.</summary>
public enum IceEffectKind : byte
{
    /// <summary>Media goes to <see cref="IceEffect.Flow"/> from now on.</summary>
    Selected,

    /// <summary>The peer has not been heard of for too long, or its connection ended: send nothing more (RFC 7675 §5.1).</summary>
    ConsentLost,

    /// <summary>Checks for <see cref="IceEffect.Ufrag"/> are answered no more.</summary>
    UfragRetired,

    /// <summary>Send <see cref="IceEffect.Packet"/> to <see cref="IceEffect.Flow"/>.</summary>
    Send,

    /// <summary>The controlling agent got no answer, or was refused.</summary>
    Failed,
}
