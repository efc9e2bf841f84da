using System.Runtime.CompilerServices;

namespace RtcCluster.Media.Stun;

/// <summary>The types of the comprehension-required attributes that were not understood, as many as a 420 names.</summary>
[InlineArray(Capacity)]
internal struct UnknownAttributes
{
    public const int Capacity = 8;

    private ushort _first;
}
