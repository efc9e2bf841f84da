using System.Runtime.InteropServices;
using Orleans.Serialization;
using Orleans.Storage;

namespace RtcCluster.Cluster.State;

/// <summary>States as bytes in Orleans' own binary format, tolerant of added <c>[Id]</c>s.</summary>
/// <remarks>As <see cref="OrleansGrainStorageSerializer"/>, byte for byte; but that one lets a buffer grow by halves for each state, and what it gives is copied once more to be written.</remarks>
/// <param name="serializer">Orleans' serializer; writes into buffers of a pool.</param>
internal sealed class StateSerializer(Serializer serializer) : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => BinaryData.FromBytes(serializer.SerializeToArray(input));

    public T Deserialize<T>(BinaryData input) => serializer.Deserialize<T>(input.ToMemory())!;

    /// <summary>The bytes; not copied when they are an array's whole.</summary>
    public static byte[] Bytes(BinaryData data) =>
        MemoryMarshal.TryGetArray(data.ToMemory(), out var part) && part is { Offset: 0, Array: { } array } && array.Length == part.Count ? array : data.ToArray();
}
