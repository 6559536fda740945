package dev.oriel.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Hands events to a function, asking for the next when that has returned. Called by one thread at a time. */
final class ConsumingSubscriber implements Flow.Subscriber<WatchEvent> {

    private final Consumer<? super WatchEvent> each;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile Optional<Flow.Subscription> subscription = Optional.empty();

    ConsumingSubscriber(Consumer<? super WatchEvent> each) {
        this.each = each;
        var unused = end.whenComplete((nothing, failure) -> subscription.ifPresent(Flow.Subscription::cancel));
    }

    /** Completes when the watch does, and ends it when it is completed otherwise. */
    CompletableFuture<Void> end() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = Optional.of(given);
        given.request(1);
    }

    @Override
    public void onNext(WatchEvent event) {
        each.accept(event);
        subscription.ifPresent(given -> given.request(1));
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
