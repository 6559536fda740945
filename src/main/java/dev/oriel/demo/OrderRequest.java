package dev.oriel.demo;

/**
 * What someone wants to buy: some pieces of one product.
 *
 * @param customer the customer's id, which may be that of nobody
 * @param product the product's id, likewise
 * @param quantity pieces, from 1 to {@value #MAX_QUANTITY}
 */
record OrderRequest(String customer, String product, int quantity) {

    static final int MAX_QUANTITY = 100;
}
