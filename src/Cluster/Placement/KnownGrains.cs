using System.Collections.Concurrent;

namespace RtcCluster.Cluster.Placement;

/// <summary>Makes references to grains without looking their types up each time.</summary>
/// <remarks>
/// Orleans' own factory reads the attributes of the interface by reflection for each reference; a call in a queue makes about fifty. Which class answers an
/// interface does not change while a process runs, once some member that loads it has been seen; before that nothing is kept.
/// </remarks>
/// <param name="grains">Orleans' factory.</param>
internal sealed class KnownGrains(IGrainFactory grains) : IGrainFactory
{
    private readonly ConcurrentDictionary<Type, (GrainType Class, GrainInterfaceType Interface)> _known = new();

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        if (grainClassNamePrefix is not null || string.IsNullOrWhiteSpace(primaryKey))
        {
            return grains.GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix);
        }

        if (_known.TryGetValue(typeof(TGrainInterface), out var known))
        {
            return (TGrainInterface)grains.GetGrain(GrainId.Create(known.Class, primaryKey), known.Interface);
        }

        var found = grains.GetGrain<TGrainInterface>(primaryKey);
        if (found is GrainReference reference)
        {
            _known[typeof(TGrainInterface)] = (reference.GrainId.Type, reference.InterfaceType);
        }

        return found;
    }

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => grains.GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => grains.GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => grains.GetGrain<TGrainInterface>(primaryKey, keyExtension, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => grains.GetGrain<TGrainInterface>(primaryKey, keyExtension, grainClassNamePrefix);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => grains.CreateObjectReference<TGrainObserverInterface>(obj);

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => grains.DeleteObjectReference<TGrainObserverInterface>(obj);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => grains.GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => grains.GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => grains.GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => grains.GetGrain(grainInterfaceType, grainPrimaryKey, keyExtension);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => grains.GetGrain(grainInterfaceType, grainPrimaryKey, keyExtension);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => grains.GetGrain<TGrainInterface>(grainId);

    public IAddressable GetGrain(GrainId grainId) => grains.GetGrain(grainId);

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => grains.GetGrain(grainId, interfaceType);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => grains.GetGrain(interfaceType, grainKey, grainClassNamePrefix);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => grains.GetGrain(interfaceType, grainKey);
}
